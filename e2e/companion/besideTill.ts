import { setTimeout as pause } from 'node:timers/promises';
import type { Bridge } from '../../app/ipc/bridge.ts';
import type { FullWindowChoices } from '../../app/settings/windowChoices.ts';
import { askMain } from '../driver/mainProcess.ts';
import type { RunningApp } from '../driver/startApp.ts';

/** Nobody listens there: what is saved waits. */
export const NOBODY = 'http://127.0.0.1:9/router/rest';

const WINDOWS = "require('electron').BrowserWindow.getAllWindows()";
const CONTENTS = "require('electron').webContents.getAllWebContents()";

/** What somebody does with the window of an app that was started with `ASKABLE`, and what they see of it. */
export const beside = (app: Pick<RunningApp, 'output'>) => {
  const ask = <Result>(expression: string) => askMain<Result>(app, expression);
  return {
    ask,
    /** As by its own button. */
    close: () => ask<void>(`${WINDOWS}[0].close()`),
    pages: () => ask<number>(`${CONTENTS}.length`),
    /** Processes that a page has. */
    renderers: () =>
      ask<number>(
        "require('electron').app.getAppMetrics().filter(({ type }) => type === 'Tab').length",
      ),
    isVisible: () => ask<boolean>(`${WINDOWS}.some((window) => window.isVisible())`),
    isFocused: () => ask<boolean>(`${WINDOWS}.some((window) => window.isFocused())`),
    bounds: () => ask<Record<'x' | 'y' | 'width' | 'height', number>>(`${WINDOWS}[0].getBounds()`),
    /** Of the window as it is now: the client of the test knows only the first one. Null: no page answers. */
    inPage: <Result>(expression: string): Promise<Result | null> => {
      const asked = ask<Result>(`${CONTENTS}[0].executeJavaScript(${JSON.stringify(expression)})`);
      // One whose process has ended never does.
      return Promise.race([asked.catch(() => null), pause(2_000, null)]);
    },
  };
};

/** In the page: what has the focus. */
export const FOCUSED = 'document.activeElement?.dataset.testid ?? null';

export const valueIn = (field: string) =>
  `document.querySelector('[data-testid=${field}]')?.value ?? null`;

/** For `managerPin` of a provisioning. */
export const PIN = '246810';

/** In the page: as the manager does it on the settings screen. */
export async function chooseWindow(chosen: Partial<FullWindowChoices>, pin: string): Promise<void> {
  const { tillside } = window as unknown as { tillside: Bridge };
  const answer = await tillside.getSettings({ pin });
  if (!answer.ok) throw new Error(answer.error.code);
  const { gateway, brandId, shopId, operators, locale, revision, window: choices } = answer.value;
  const { url, appKey, signMethod } = gateway;
  const settings = {
    gateway: { url, appKey, signMethod, appSecret: null, session: null },
    brandId,
    shopId,
    operators,
    locale,
    window: { ...choices, ...chosen },
  };
  const saved = await tillside.saveSettings({ pin, revision, settings });
  if (!saved.ok) throw new Error(saved.error.code);
}
