import { expect, test } from 'vitest';
import { chooseElectron, type ElectronSources } from './chooseElectron.ts';

const shipped = { path: '/45/electron', distPath: '/45', version: '45.5.0' };
const registry = { path: '/25/electron', distPath: '/25', version: '25.1.1' };

/** A machine with nothing but the registry's package, out of reach of the release host. */
function machine(changes: Partial<ElectronSources> = {}) {
  const asked: string[] = [];
  const sources: ElectronSources = {
    forced: undefined,
    override: undefined,
    inFolder: () => undefined,
    installed: () => undefined,
    failedRecently: async () => false,
    fetch: async () => {
      asked.push('fetch');
      return 'out of reach';
    },
    hasRegistry: () => true,
    fromRegistry: async () => registry,
    say: () => {},
    ...changes,
  };
  return { sources, asked };
}

test('the Electron that ships is used where its binary is there, without fetching anything', async () => {
  const { sources, asked } = machine({ installed: () => shipped });
  expect(await chooseElectron(sources)).toMatchObject({ ...shipped, kind: 'electron-45' });
  expect(asked).toEqual([]);
});

test('the Electron that ships is used where it can be fetched', async () => {
  let isThere = false;
  const { sources } = machine({
    installed: () => (isThere ? shipped : undefined),
    fetch: async () => {
      isThere = true;
      return undefined;
    },
  });
  expect(await chooseElectron(sources)).toMatchObject({ kind: 'electron-45' });
});

test('out of reach, the one from the registry is used and says that it never ships', async () => {
  const chosen = await chooseElectron(machine().sources);
  expect(chosen).toMatchObject({ ...registry, kind: 'registry' });
  expect(chosen.line).toContain('25.1.1');
  expect(chosen.line).toContain('never shipped');
});

test('a fetch that failed some hours ago is not waited for again', async () => {
  const { sources, asked } = machine({ failedRecently: async () => true });
  await chooseElectron(sources);
  expect(asked).toEqual([]);
});

test('where the registry has none for this system, a recent failure does not stop another fetch', async () => {
  const { sources, asked } = machine({
    failedRecently: async () => true,
    hasRegistry: () => false,
  });
  await expect(chooseElectron(sources)).rejects.toThrow(/ELECTRON_MIRROR/);
  expect(asked).toEqual(['fetch']);
});

test('a folder that the user names is taken as it is', async () => {
  const { sources, asked } = machine({ override: '/own', inFolder: () => shipped });
  expect(await chooseElectron(sources)).toMatchObject(shipped);
  expect(asked).toEqual([]);
});

test('a named folder without an Electron is an error, not a reason to take another one', async () => {
  await expect(chooseElectron(machine({ override: '/empty' }).sources)).rejects.toThrow('/empty');
});

test('TILLSIDE_ELECTRON=registry leaves an Electron 45 that is there alone', async () => {
  const { sources } = machine({ forced: 'registry', installed: () => shipped });
  expect(await chooseElectron(sources)).toMatchObject({ kind: 'registry' });
});

test('TILLSIDE_ELECTRON=45 never falls back', async () => {
  await expect(chooseElectron(machine({ forced: '45' }).sources)).rejects.toThrow(/45/);
});

test('any other TILLSIDE_ELECTRON is refused by name', async () => {
  await expect(chooseElectron(machine({ forced: '46' }).sources)).rejects.toThrow('"46"');
});
