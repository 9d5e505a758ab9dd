import { existsSync } from 'node:fs';
import type { PartialProvision } from '../../app/settings/partialProvision.ts';
import type { ReadPolicies } from '../../app/settings/policies.ts';
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
  /** Only an administrator can have written it. */
  isTrusted: boolean;
  path: string;
}

export const NO_MACHINE_SETTINGS: MachineSettings = { policy: {}, file: null, mistakes: [] };

/** Nobody but an administrator makes it, and nothing that somebody gives a start moves it. */
export const MACHINE_FILE =
  process.platform === 'win32'
    ? `${POLICY_FOLDER}\\provision.json`
    : '/etc/tillside/provision.json';

/** Whether there may be any: asked at every start, of the system's own disk. */
export function mayHaveMachineSettings(): boolean {
  return process.platform === 'win32' || existsSync(MACHINE_FILE);
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
  if (path === null && !existsSync(file)) return { policy, file: null, mistakes };
  const read = readPartialFile(file);
  if (!read.ok) return { policy, file: null, mistakes: [...mistakes, ...read.lines] };
  return { policy, file: read.value, mistakes };
}
