import { resolve } from 'node:path';
import { EXIT_BAD_USAGE } from '../commandLine.ts';
import { MACHINE_FILE, readMachineSettings } from '../settings/machineSettings.ts';
import { resultLines, writeResult } from '../settings/provisionResult.ts';

/**
 * `--check-provision[=FILE]`: reads what a start would read, says what is wrong with it, and gives the exit code. Nothing
 * is waited for and no window opened, so that an installer can ask. `given`: the switch's value; `readIt`: default: with
 * the registry's policies.
 */
export function checkProvision(
  given: string,
  now: number,
  readIt: typeof readMachineSettings = readMachineSettings,
): number {
  const path = given === '' ? MACHINE_FILE : resolve(given);
  const read = readIt(given === '' ? null : path);
  const isNothing =
    read.file === null && read.mistakes.length === 0 && Object.keys(read.policy).length === 0;
  const machine = isNothing ? { ...read, mistakes: [`${path}: there is no such file`] } : read;
  const isGood = machine.mistakes.length === 0;
  const output = isGood ? process.stdout : process.stderr;
  for (const line of resultLines(machine)) output.write(`${line}\n`);
  const refusal = writeResult(machine, now, path);
  if (refusal !== null) process.stderr.write(`The result could not be written (${refusal}).\n`);
  return isGood ? 0 : EXIT_BAD_USAGE;
}
