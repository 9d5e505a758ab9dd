import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config/readConfig.ts';
import { openMasterKeys } from '../keys/openMasterKeys.ts';
import { newMasterKey } from '../testing/deskInMemory.ts';
import { openFleetToken } from './fleetToken.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillside-fleet-token-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(environment: Record<string, string>) {
  const read = readConfig({ RELAY_DATA: join(folder, 'data'), ...environment });
  if (!read.ok) throw new Error(read.mistakes[0]?.says);
  return openFleetToken(read.config);
}

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));
const KILLED_AT_WRITE = fileURLToPath(new URL('../testing/killedAtWrite.ts', import.meta.url));

const TOKEN = 'a-token-of-more-than-thirty-two-characters';

describe('the token of the page', () => {
  it('is made at the first start of a relay alone, also where its master key lies somewhere else', async () => {
    const made = await open({});
    expect(existsSync(made?.path ?? '')).toBe(true);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
    expect(statSync(made?.path ?? '').mode & 0o777).toBe(0o600);
    expect(await open({})).toEqual(made);
  });

  it.each([
    ['the master key', 1],
    ['the token', 2],
  ])('a first start that is killed over %s does not keep the next from starting', async (_, at) => {
    const data = join(folder, 'data');
    const killed = spawnSync(
      process.execPath,
      ['--import', pathToFileURL(KILLED_AT_WRITE).href, CLI],
      {
        env: {
          PATH: process.env.PATH,
          RELAY_DATA: data,
          RELAY_LISTEN: '127.0.0.1:0',
          KILLED_AT_WRITE: String(at),
        },
      },
    );
    expect(killed.signal).toBe('SIGKILL');
    expect(existsSync(join(data, 'master.key'))).toBe(at > 1);
    expect(await openMasterKeys({ environment: {}, ownFolder: data })).toMatchObject({ ok: true });
    expect((await open({}))?.token).toMatch(/^[\w-]{43}$/);
  });

  it.skipIf(process.platform === 'win32')('says what the disk says where it cannot be made', () => {
    const data = join(folder, 'data');
    const full = spawnSync(
      'bash',
      ['--norc', '-c', 'ulimit -f 0; exec "$@"', '-', process.execPath, CLI],
      {
        env: {
          PATH: process.env.PATH,
          RELAY_DATA: data,
          RELAY_MASTER_KEY: newMasterKey(),
        },
        encoding: 'utf8',
      },
    );
    expect(full.stderr).toContain('config.fleet-token: cannot be made: EFBIG');
    expect(readdirSync(data)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'is not taken from a file that others may read or change',
    async () => {
      const path = join(folder, 'token');
      writeFileSync(path, `${TOKEN}\n`);
      for (const mode of [0o644, 0o604, 0o660]) {
        chmodSync(path, mode);
        await expect(open({ RELAY_FLEET_TOKEN_FILE: path })).rejects.toMatchObject({
          code: `config.fleet-token: open to others (mode ${mode.toString(8)}): chmod 600 it, or 640`,
        });
      }
      for (const mode of [0o600, 0o400, 0o640, 0o440]) {
        chmodSync(path, mode);
        expect(await open({ RELAY_FLEET_TOKEN_FILE: path })).toEqual({ token: TOKEN, path });
      }
    },
  );

  it('is not taken where it is missing, too short, or no token at all', async () => {
    const path = join(folder, 'token');
    const refused = expect.objectContaining({
      code: expect.stringContaining('config.fleet-token'),
    });
    await expect(open({ RELAY_FLEET_TOKEN_FILE: path })).rejects.toEqual(refused);
    writeFileSync(path, 'short', { mode: 0o600 });
    await expect(open({ RELAY_FLEET_TOKEN_FILE: path })).rejects.toEqual(refused);
  });
});
