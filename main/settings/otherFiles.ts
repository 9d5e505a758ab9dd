import { askElsewhere, type Reader } from '../files/askElsewhere.ts';
import { MACHINE_FILE, type MachineSettings, NO_MACHINE_SETTINGS } from './machineSettings.ts';
import type { ProvisionRead } from './readProvisionFile.ts';

/** How long a file on any disk may take, with the start of the process that reads it (ms). */
const LONGEST = 8_000;

export type FileQuestion =
  | { question: 'provision' | 'there'; path: string }
  | { question: 'machine' };

/** What is asked about files of other people, whose disk may answer nothing for minutes. */
export interface OtherFiles {
  /** As `readProvisionFile`; no answer in time is one mistake. */
  readProvision(path: string): Promise<ProvisionRead>;
  /** Whether a file is there. No answer in time counts as yes: nobody knows that it is gone. */
  isThere(path: string): Promise<boolean>;
  /** As `readMachineSettings`; no answer in time is one mistake. */
  readMachine(): Promise<MachineSettings>;
}

/** `fork`: starts a process. */
export function otherFiles(fork: () => Reader): OtherFiles {
  const ask = (question: FileQuestion) => askElsewhere(fork(), question, LONGEST);
  return {
    readProvision: async (path) => {
      const read = await ask({ question: 'provision', path });
      const lines = [`${path}: it cannot be read (no answer)`];
      return (read as ProvisionRead | null) ?? { ok: false, lines };
    },
    isThere: async (path) => (await ask({ question: 'there', path })) !== false,
    readMachine: async () => {
      const read = await ask({ question: 'machine' });
      const mistakes = [`${MACHINE_FILE}: it cannot be read (no answer)`];
      return (read as MachineSettings | null) ?? { ...NO_MACHINE_SETTINGS, mistakes };
    },
  };
}
