import { basename } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Log } from '../log.ts';
import {
  MACHINE_FILE,
  type MachineSettings,
  mayHaveMachineSettings,
  NO_MACHINE_SETTINGS,
} from '../settings/machineSettings.ts';
import type { OtherFiles } from '../settings/otherFiles.ts';
import { tellMistakes } from './broughtProvision.ts';

interface BroughtMachine {
  machine: MachineSettings;
  /** What the window has to tell of it. */
  warnings: StoreWarning[];
}

/** What policies and the machine's file say at this start; their mistakes are told, and keep no till from opening. */
export async function broughtMachine(
  { readMachine }: Pick<OtherFiles, 'readMachine'>,
  log: Log,
  mayBe: () => boolean = mayHaveMachineSettings,
): Promise<BroughtMachine> {
  if (!mayBe()) return { machine: NO_MACHINE_SETTINGS, warnings: [] };
  const machine = await readMachine();
  const { mistakes } = machine;
  tellMistakes(mistakes);
  for (const mistake of mistakes) log.warn('policy or machine file', { mistake });
  if (mistakes.length === 0) return { machine, warnings: [] };
  const ofFile = mistakes.filter((line) => line.startsWith(MACHINE_FILE)).length;
  const counts = [
    [basename(MACHINE_FILE), ofFile],
    ['policy', mistakes.length - ofFile],
  ] as const;
  const detail = counts.flatMap(([name, count]) => (count === 0 ? [] : `${name} ${count}`)).join();
  return { machine, warnings: [{ code: 'provision.machine-not-read', detail }] };
}
