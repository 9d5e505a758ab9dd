import { resolve } from 'node:path';
import { readProvisionFile, readSwitch } from './commandLine.ts';
import { errorCode } from './files/durableFile.ts';
import type { Log } from './log.ts';
import type { Till } from './till.ts';

/**
 * A second start with `--provision=FILE` ends at once, but the running till takes the file over. The
 * second one has checked it and told its mistakes; it is checked here again, since it may be another by now.
 */
export async function takeOverProvision(
  { settings }: Pick<Till, 'settings'>,
  argv: readonly string[],
  workingFolder: string,
  log: Log,
): Promise<void> {
  const file = readSwitch(argv, 'provision');
  if (file === null) return;
  const read = readProvisionFile(resolve(workingFolder, file));
  if (!read.ok) {
    log.warn('provisioning not taken over: the file has mistakes', { mistakes: read.lines.length });
    return;
  }
  try {
    await settings.provisionWith(read.value);
    log.info('provisioning taken over from a second start');
  } catch (error) {
    log.error('provisioning not taken over: not stored', { code: errorCode(error) });
  }
}
