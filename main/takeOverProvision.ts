import { basename, resolve } from 'node:path';
import { errorCode } from './files/durableFile.ts';
import type { Log } from './log.ts';
import type { OtherFiles } from './settings/otherFiles.ts';
import type { Reception } from './settings/provisioning.ts';
import type { Till } from './till.ts';

/** What became of a provisioning, for the log and the command line. */
export const RECEPTIONS: Readonly<Record<Reception, string>> = {
  'taken-over': 'taken over',
  asks: "not taken over yet: it changes brand, address, app, its secret or PIN, and the window asks for the manager's PIN",
  refused:
    'not taken over: it changes brand, address, app, its secret or PIN, and this till has no PIN to ask for; ' +
    'put the file where only an administrator can write (docs/settings.md)',
  incomplete: 'not taken over: it does not say all that the first settings of a till need',
  'needs-secret': 'not taken over: another address or app key needs the secret in the same file',
  closing: 'not taken over: the till is being closed; start it with the file',
};

/**
 * A second start with `--provision=FILE` ends at once, but the running till takes the file over. The
 * second one checks it for itself, to tell its mistakes.
 */
export async function takeOverProvision(
  { provisioning, provisionNotRead }: Pick<Till, 'provisioning' | 'provisionNotRead'>,
  file: string,
  workingFolder: string,
  { log, readProvision }: { log: Log } & Pick<OtherFiles, 'readProvision'>,
): Promise<void> {
  const name = basename(file) || '--provision';
  const read = await readProvision(resolve(workingFolder, file));
  if (!read.ok) {
    // Where nobody reads a console, as on Windows, the second start has told it to nobody.
    provisionNotRead(`${name} ${read.lines.length}`);
    log.warn('provisioning not taken over: the file has mistakes', { mistakes: read.lines.length });
    return;
  }
  try {
    const reception = await provisioning.offer(read.value);
    provisionNotRead(reception === 'needs-secret' ? `${name} gateway.appSecret` : null);
    log.info(`provisioning from a second start: ${RECEPTIONS[reception]}`);
    const { overruled } = provisioning;
    if (overruled.length > 0) log.warn('settings are locked', { overruled: overruled.join() });
  } catch (error) {
    const code = errorCode(error);
    provisionNotRead(`${name} ${code}`);
    log.error('provisioning not taken over: not stored', { code });
  }
}
