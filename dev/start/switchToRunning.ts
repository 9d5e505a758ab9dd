import type { Readable } from 'node:stream';
import { withoutChatter } from '../electron/chromiumChatter.ts';
import { isInUse } from '../isInUse.ts';
import { openApp, prepareElectron } from '../openApp.ts';
import { exitCodeOf } from '../processes.ts';
import { tillFolderIn } from './demoTill.ts';

/**
 * Where the till that is kept below `folder` is open already, brings its window to the front and gives the exit code of
 * that; else null. No provisioning is handed over: with it the running till would get the address of a gateway that ends
 * with us.
 */
export async function switchToRunning(
  folder: string,
  say: (line: string) => void,
  appFolder?: string,
): Promise<number | null> {
  const tillFolder = tillFolderIn(folder);
  if (!(await isInUse(tillFolder))) return null;
  const stage = await prepareElectron(() => undefined);
  const switches = [`--user-data-dir=${tillFolder}`];
  const second = await openApp(stage, switches, ['ignore', 'ignore', 'pipe'], appFolder);
  const stderr = (second.process.stderr as Readable).setEncoding('utf8');
  stderr.pipe(withoutChatter()).pipe(process.stderr);
  const code = exitCodeOf(await second.ended);
  if (code === 0) say('The till runs already: its window is in front, nothing of it was changed.');
  return code;
}
