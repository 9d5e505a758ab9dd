import type { PartialProvision } from '../../app/settings/partialProvision.ts';
import type { ReadPolicies } from '../../app/settings/policies.ts';
import { isThere } from '../files/isThere.ts';
import { readPartialFile } from './readProvisionFile.ts';
import { readRegistryPolicies } from './registry.ts';
import { POLICY_FOLDER } from './windowsPolicy.ts';

/** What policies and the machine's provisioning file say at this start. */
export interface MachineSettings {
  policy: PartialProvision;
  /** Null where there is none, or one with mistakes. */
  file: MachineFile | null;
  /** Each as one line, without a value. */
  mistakes: string[];
}

export interface MachineFile {
  part: PartialProvision;
  /** Only an administrator can have written it: else a start takes nothing of it. */
  isTrusted: boolean;
  /** Nobody can say now whether one has. */
  isUnjudged?: boolean;
  path: string;
}

export const NO_MACHINE_SETTINGS: MachineSettings = { policy: {}, file: null, mistakes: [] };

/** Nobody but an administrator makes it, and nothing that somebody gives a start moves it. */
export const MACHINE_FILE =
  process.platform === 'win32'
    ? `${POLICY_FOLDER}\\provision.json`
    : '/etc/tillside/provision.json';

/**
 * Whether there may be any: asked at every start, of the system's own disk. One that this user may not look at is one that
 * cannot be read, and no reason to do without what it says.
 */
export function mayHaveMachineSettings(): boolean {
  return process.platform === 'win32' || isThere(MACHINE_FILE);
}

/**
 * Reads both, once. `path`: another file in the place of the machine's; it must be there. `policies`: default: those of the
 * registry.
 */
export function readMachineSettings(
  path: string | null = null,
  policies: () => ReadPolicies = readRegistryPolicies,
): MachineSettings {
  const { partial: policy, mistakes } = policies();
  const file = path ?? MACHINE_FILE;
  if (path === null && !isThere(file)) return { policy, file: null, mistakes };
  const read = readPartialFile(file);
  if (!read.ok) return { policy, file: null, mistakes: [...mistakes, ...read.lines] };
  return { policy, file: read.value, mistakes };
}

/**
 * What a start goes by. A file that somebody else can have written gives nothing, no first settings and no question either:
 * any user may make a folder in ProgramData, and what it says of sessions, operators or the lock nobody would be asked about.
 */
export function asTaken(machine: MachineSettings): MachineSettings {
  const { file, mistakes } = machine;
  if (file === null || file.isTrusted) return machine;
  const why = file.isUnjudged
    ? 'nobody can say now whether an administrator has written it'
    : 'somebody else than an administrator can write it, this till among them';
  return { ...machine, file: null, mistakes: [...mistakes, `${file.path}: not taken: ${why}`] };
}
