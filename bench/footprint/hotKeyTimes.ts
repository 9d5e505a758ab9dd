import { setTimeout as sleep } from 'node:timers/promises';
import { askMain } from '../../e2e/driver/mainProcess.ts';
import type { RunningApp } from '../../e2e/driver/startApp.ts';
import { hand } from '../../e2e/driver/systemDialog.ts';

/** As xdotool has it; in the settings `Ctrl+Alt+M`. */
const PRESSED = 'ctrl+alt+m';

const CONTENTS = "require('electron').webContents.getAllWebContents()";

/** In main: when the next page has the focus in its phone field (ms since 1970), however it comes there. */
const WATCH = `(() => {
  const look = \`new Promise((resolve) => {
    const look = () =>
      document.hasFocus() && document.activeElement?.dataset.testid === 'phone'
        ? resolve(Date.now())
        : requestAnimationFrame(look);
    look();
  })\`;
  globalThis.focusedAt = null;
  const watch = (contents) =>
    contents.executeJavaScript(look).then((at) => { globalThis.focusedAt = at; }, () => {});
  const [page] = ${CONTENTS};
  if (page) watch(page);
  else require('electron').app.once('web-contents-created', (_event, contents) =>
    contents.once('dom-ready', () => watch(contents)));
})()`;

type Asked = Pick<RunningApp, 'output'>;

const isVisible = (app: Asked) =>
  askMain<boolean>(
    app,
    "require('electron').BrowserWindow.getAllWindows().some((window) => window.isVisible())",
  );

/** From the press of the hot key to the focus in the phone field (ms), the press by a program of its own included. */
export async function timeHotKey(
  app: Asked,
  times: number,
  how: 'page kept' | 'page gone',
): Promise<number[]> {
  const measured: number[] = [];
  for (let count = 0; count < times; count += 1) {
    if (how === 'page kept') hand('key', PRESSED);
    else await askMain(app, "require('electron').BrowserWindow.getAllWindows()[0].close()");
    while (await isVisible(app)) await sleep(20);
    // The page ends once what was typed is kept.
    await sleep(how === 'page kept' ? 300 : 1_500);
    await askMain(app, WATCH);
    const pressedAt = Date.now();
    hand('key', PRESSED);
    measured.push((await focusedAt(app)) - pressedAt);
    await sleep(200);
  }
  return measured;
}

async function focusedAt(app: Asked): Promise<number> {
  const until = performance.now() + 20_000;
  while (performance.now() < until) {
    const at = await askMain<number | null>(app, 'globalThis.focusedAt');
    if (at !== null) return at;
    await sleep(20);
  }
  throw new Error('The hot key has brought no phone field.');
}
