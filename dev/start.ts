import { join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { debuggingPort } from './devtools.ts';
import { withoutChatter } from './electron/chromiumChatter.ts';
import { openApp, prepareStage } from './openApp.ts';
import { exitCodeOf } from './processes.ts';
import { dataFolder, projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';
import { demoTill } from './start/demoTill.ts';
import { keepPicture } from './start/windowPicture.ts';

const folder = join(dataFolder, 'start');
const pictureFile = join(folder, 'window.png');

/** `npm start`: the app, built and open, provisioned for a sandbox gateway of its own. */
await runScript(async () => {
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
    void showPicture(stderr);
  }
  say('Close the window or press Ctrl+C to end it all.');
  return exitCodeOf(await app.ended);
});

async function showPicture(stderr: Readable): Promise<void> {
  const port = await debuggingPort(stderr);
  if (port === undefined) return;
  const announce = () => say(`Picture of the window: ${shown(pictureFile)}, renewed every 10 s.`);
  await keepPicture(port, pictureFile, announce);
}

function say(line: string): void {
  console.log(line);
}

function shown(path: string): string {
  return relative(projectRoot, path);
}
