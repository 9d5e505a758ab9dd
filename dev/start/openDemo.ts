import { join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { debuggingPort } from '../devtools.ts';
import { withoutChatter } from '../electron/chromiumChatter.ts';
import { openApp, prepareStage } from '../openApp.ts';
import { exitCodeOf } from '../processes.ts';
import { projectRoot } from '../projectPaths.ts';
import { demoTill } from './demoTill.ts';
import { switchToRunning } from './switchToRunning.ts';
import { keepPicture } from './windowPicture.ts';

/**
 * The built app on a till below `folder`, provisioned for a sandbox gateway of its own; or the window of the one that is
 * open there already. Gives the exit code.
 */
export async function openDemo(folder: string, say: (line: string) => void): Promise<number> {
  // Before anything is built, started or written: all of it would be changed below a running till.
  const switched = await switchToRunning(folder, say);
  if (switched !== null) return switched;

  const stage = await prepareStage(say);
  const till = await demoTill(folder, say);
  const debugging = stage.display.own ? ['--remote-debugging-port=0'] : [];
  const app = await openApp(stage, [...till, ...debugging], ['ignore', 'inherit', 'pipe']);
  const stderr = app.process.stderr as Readable;
  stderr
    .setEncoding('utf8')
    .pipe(withoutChatter(/^(DevTools listening on .*)?$/))
    .pipe(process.stderr);
  if (stage.display.own) {
    say(`No display: the window opens on a virtual screen, ${stage.display.name}.`);
    void showPicture(stderr, join(folder, 'window.png'), say);
  }
  say(
    'Press Ctrl+C to end it all: closing the window leaves the till in the tray, where there is one.',
  );
  return exitCodeOf(await app.ended);
}

async function showPicture(
  stderr: Readable,
  file: string,
  say: (line: string) => void,
): Promise<void> {
  const port = await debuggingPort(stderr);
  if (port === undefined) return;
  const shown = relative(projectRoot, file);
  await keepPicture(port, file, () => say(`Picture of the window: ${shown}, renewed every 10 s.`));
}
