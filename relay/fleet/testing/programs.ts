import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether one of these is not on this machine: a test that needs it is skipped. Debian has them in `prometheus`. */
export function lacksPrograms(...names: readonly string[]): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.some((name) => !folders.some((folder) => isProgram(join(folder, name))));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
