import type { TestProject } from 'vitest/node';
import { buildApp } from '../../dev/build.ts';
import { type Display, hasDisplay, openOwnDisplay } from '../../dev/display.ts';
import { chooseElectron } from '../../dev/electron/chooseElectron.ts';
import { ensurePrerequisites } from '../../dev/prerequisites.ts';
import { makeRunFolder, removeRunFolder } from './runFolder.ts';
import { nameScreens } from './screens.ts';

const displays: Display[] = [];

/** Vitest's hook, once for a whole run; as many screens as files run side by side. */
export function setup({ config }: Pick<TestProject, 'config'>): Promise<void> {
  return prepare(console.log, config.maxWorkers);
}

/** System packages, Electron, `out/`, and the screens for all that follows. */
export async function prepare(say: (line: string) => void, screens = 1): Promise<void> {
  const electron = await chooseElectron();
  say(electron.line);
  ensurePrerequisites('test', electron.path, say);
  await buildApp();
  makeRunFolder();
  // Vitest's workers inherit it; each finds the same Electron without looking for another one.
  if (electron.kind === 'registry') process.env.TILLSIDE_ELECTRON = 'registry';
  // One after the other: two that start at the same moment may meet on one number.
  for (let number = 0; number < screens && !hasDisplay(); number += 1) {
    displays.push(await openOwnDisplay({ width: 1920, height: 1080 }));
  }
  nameScreens(displays.map(({ name = '' }) => name));
}

export async function teardown(): Promise<void> {
  for (const display of displays) await display.close();
  removeRunFolder();
}
