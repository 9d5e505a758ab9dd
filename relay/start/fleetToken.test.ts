import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config/readConfig.ts';
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

const TOKEN = 'a-token-of-more-than-thirty-two-characters';

describe('the token of the page', () => {
  it('is made at the first start of a relay alone, also where its master key lies somewhere else', async () => {
    const made = await open({});
    expect(existsSync(made?.path ?? '')).toBe(true);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
    expect(statSync(made?.path ?? '').mode & 0o777).toBe(0o600);
    expect(await open({})).toEqual(made);
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
