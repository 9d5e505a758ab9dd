import { once } from 'node:events';
import { ask } from '../../dev/devtools.ts';
import type { RunningApp } from './startApp.ts';

/** With this switch an app that is not packed lets its main process be asked. */
export const ASKABLE = '--inspect=0';

type Evaluated = { result: { value?: unknown }; exceptionDetails?: { exception?: object } };

/**
 * The value of an expression in the main process of an app started with `ASKABLE`; `require` is at hand, and a promise
 * is waited for.
 * @throws Error when the expression throws
 */
export async function askMain<Result>(
  { output }: Pick<RunningApp, 'output'>,
  expression: string,
): Promise<Result> {
  const address = /Debugger listening on (ws:\S+)/.exec(output.stderr)?.[1];
  if (address === undefined) throw new Error('The app was not started to be asked.');
  const socket = new WebSocket(address);
  try {
    await once(socket, 'open');
    const { result, exceptionDetails } = (await ask(socket, 'Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      includeCommandLineAPI: true,
    })) as Evaluated;
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails.exception));
    return result.value as Result;
  } finally {
    socket.close();
  }
}

/** The value of an expression in the page, as the preload script sees it: nothing is taken out of that world. */
export function askBesidePage<Result>(
  app: Pick<RunningApp, 'output'>,
  expression: string,
): Promise<Result> {
  return askMain(
    app,
    // 999: the world of Electron's preload scripts.
    `require('electron').webContents.getAllWebContents()[0].executeJavaScriptInIsolatedWorld(999, [
      { code: ${JSON.stringify(expression)} },
    ])`,
  );
}

/** Every channel on which the main process hears, wherever Electron lets one be opened. */
export function heardChannels(
  app: RunningApp,
): Promise<Record<'calls' | 'messages' | 'ofContents', string[]>> {
  return askMain(
    app,
    `(() => {
      const { ipcMain, webContents } = require('electron');
      const contents = webContents.getAllWebContents();
      const handlers = [ipcMain, ...contents.flatMap((one) => [one.ipc, one.mainFrame.ipc])];
      return {
        calls: handlers.flatMap((one) => [...one._invokeHandlers.keys()]),
        messages: handlers.flatMap((one) => one.eventNames().map(String)),
        ofContents: contents.flatMap((one) => one.eventNames().map(String)),
      };
    })()`,
  );
}
