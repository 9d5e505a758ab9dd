import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { anAdmission, aTill, holdsContract } from '../testing/stateContract.ts';
import { MemoryState } from './memoryState.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tillside-records-'));
  folders.push(made);
  return join(made, 'data');
}

const openIn = (path: string) => new MemoryState({ folder: path, callsPerMinute: null });

describe('the state of a relay alone', () => {
  let last = '';
  holdsContract(async (isSame = false) => {
    if (!isSame) last = folder();
    return openIn(last);
  });

  it('sees at the next call what another process has changed', async () => {
    const path = folder();
    const [server, command] = [openIn(path), openIn(path)];
    expect(await server.till('t')).toBeNull();
    await command.putTill(aTill('t'), null);
    expect((await server.admit(anAdmission('t'))).kind).toBe('go');
    await command.putTill(aTill('t', { version: 2, revokedAt: 1 }), 1);
    expect(await server.admit(anAdmission('t'))).toEqual({ kind: 'record-changed' });
    expect(await server.till('t')).toMatchObject({ revokedAt: 1 });
  });

  it('is a file that only its owner may read, in a folder that only its owner may enter', async () => {
    const path = folder();
    await openIn(path).putTill(aTill('t'), null);
    expect(statSync(join(path, 'relay.json')).mode & 0o777).toBe(0o600);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, 'relay.lock')).mode & 0o777).toBe(0o600);
    expect(readdirSync(path)).toEqual(['relay.json', 'relay.lock']);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"tillsideRelay":2}',
    '{"tillsideRelay":1,"account":null,"administrators":[],"tills":[{}]}',
  ])('a file that is no relay’s (%j) makes it away, and is not written over', async (text) => {
    const path = folder();
    await openIn(path).putTill(aTill('t'), null);
    const file = join(path, 'relay.json');
    writeFileSync(file, text);
    const state = openIn(path);
    expect(await state.admit(anAdmission('t'))).toEqual({ kind: 'away' });
    expect(await state.till('t')).toEqual({ kind: 'away' });
    expect(await state.putTill(aTill('u'), null)).toEqual({ kind: 'away' });
    expect(await state.isReady()).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.skipIf(process.platform === 'win32')(
    'where the disk takes a part of the file, the whole one of before stays',
    async () => {
      const path = folder();
      const state = openIn(path);
      const name = 'x'.repeat(6_000);
      await state.putTill(aTill('t', { name }), null);
      const script = fileURLToPath(new URL('../testing/putTill.ts', import.meta.url));
      // In blocks of 1,024 bytes: one till has room in a file, and two have not.
      const limited = spawnSync(
        'bash',
        ['-c', 'ulimit -f 10; exec "$@"', '-', process.execPath, script, path, 'u', name],
        { encoding: 'utf8' },
      );
      expect([limited.stdout, limited.stderr]).toEqual(['away', '']);
      expect(await openIn(path).tills()).toEqual([aTill('t', { name })]);
    },
  );

  it.skipIf(process.getuid?.() === 0)(
    'where the disk takes nothing, nothing is written, and what is there stays',
    async () => {
      const path = folder();
      const state = openIn(path);
      await state.putTill(aTill('t'), null);
      chmodSync(path, 0o500);
      expect(await state.putTill(aTill('u'), null)).toEqual({ kind: 'away' });
      chmodSync(path, 0o700);
      expect(await state.tills()).toEqual([aTill('t')]);
    },
  );
});
