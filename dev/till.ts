import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { withoutChatter } from './electron/chromiumChatter.ts';
import { openApp, prepareStage } from './openApp.ts';
import { exitCodeOf } from './processes.ts';
import { runScript } from './runScript.ts';

/**
 * `npm run till -- SWITCHES…`: the built app in the foreground, with all switches passed on. Ends
 * with its window and with its exit code. What we say goes to stderr: stdout is the app's.
 */
await runScript(async () => {
  const stage = await prepareStage((line) => console.error(line));
  const app = await openApp(stage, process.argv.slice(2), ['inherit', 'inherit', 'pipe']);
  const complaints = (app.process.stderr as Readable).setEncoding('utf8').pipe(withoutChatter());
  complaints.pipe(process.stderr);
  await finished(complaints);
  return exitCodeOf(await app.ended);
});
