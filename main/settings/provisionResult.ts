import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { accountLaidOver, missingIn, namesIn } from '../../app/settings/partialProvision.ts';
import { errorCode } from '../files/durableFile.ts';
import { MACHINE_FILE, type MachineSettings } from './machineSettings.ts';

const NAME = 'provision.result.txt';

/** What became of reading them, for somebody who saw no window: no value, only names and what is wrong. */
export function resultLines({ policy, file, mistakes }: MachineSettings): string[] {
  const given = accountLaidOver(policy, file?.part ?? {});
  const [named, missing] = [namesIn(given), missingIn(given)];
  const of = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
  return [
    ...(mistakes.length === 0 ? ['ok'] : mistakes),
    ...of('named', named),
    ...of('a first start asks for', missing),
  ];
}

/**
 * Writes it beside the file (`path`: default the machine's). A link that somebody has put in its place is replaced, and
 * nothing is written where it leads. Gives the file system's code where it cannot be written, or null.
 */
export function writeResult(
  machine: MachineSettings,
  now: number,
  path: string = MACHINE_FILE,
): string | null {
  const result = join(dirname(path), NAME);
  const beside = `${result}.${randomBytes(8).toString('hex')}.new`;
  const lines = [new Date(now).toISOString(), path, ...resultLines(machine)];
  try {
    writeFileSync(beside, `${lines.join('\r\n')}\r\n`, { flag: 'wx', mode: 0o644 });
    renameSync(beside, result);
    return null;
  } catch (error) {
    rmSync(beside, { force: true });
    return errorCode(error) || 'unknown';
  }
}

/** At an ordinary start: where there is something to tell, or what stands there is old. */
export function isResultDue({ mistakes }: MachineSettings): boolean {
  return mistakes.length > 0 || existsSync(join(dirname(MACHINE_FILE), NAME));
}
