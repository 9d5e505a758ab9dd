import { buildApp } from '../../dev/build.ts';
import { type Display, openDisplay } from '../../dev/display.ts';
import { chooseElectron } from '../../dev/electron/chooseElectron.ts';
import { ensurePrerequisites } from '../../dev/prerequisites.ts';
import { makeRunFolder, removeRunFolder } from './runFolder.ts';

let display: Display | undefined;

/** Vitest's hook, once for a whole run. */
export function setup(): Promise<void> {
  return prepare(console.log);
}

/** System packages, Electron, `out/`, and one screen for all that follows. */
export async function prepare(say: (line: string) => void): Promise<void> {
  const electron = await chooseElectron();
  say(electron.line);
  ensurePrerequisites('test', electron.path, say);
  await buildApp();
  makeRunFolder();
  display = await openDisplay({ width: 1920, height: 1080 });
  // Vitest's workers inherit these; each finds the same Electron without looking for another one.
  Object.assign(
    process.env,
    electron.kind === 'registry' && { TILLSIDE_ELECTRON: 'registry' },
    display.own && { DISPLAY: display.name },
  );
}

export async function teardown(): Promise<void> {
  await display?.close();
  removeRunFolder();
}
