import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const variable = 'TILLSIDE_E2E_FOLDER';

/** Makes the folder that holds whatever this run of tests leaves; vitest's workers inherit its name. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tillside-e2e-'));
  // An app that runs as another user must get through.
  chmodSync(folder, 0o755);
  process.env[variable] = folder;
  return folder;
}

/** The folder of this run. */
export function runFolder(): string {
  const folder = process.env[variable];
  if (!folder) throw new Error("Apps are started under vitest with the driver's global setup.");
  return folder;
}

export function removeRunFolder(): void {
  const folder = process.env[variable];
  if (folder) rmSync(folder, { recursive: true, force: true });
}

/** A new empty folder that goes with the run, for an app's data for example. */
export function freshFolder(name: string): string {
  return mkdtempSync(join(runFolder(), `${name}-`));
}
