import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLog } from './log.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-log-'));
  path = join(folder, 'tillside.log');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('the log of a running till', () => {
  test('waits for no pipe that has taken its place', async () => {
    const log = createLog(path);
    log.info('first');
    await rm(path);
    execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
    log.info('second');
    await rm(path);
    log.info('third');
    expect(await readFile(path, 'utf8')).toMatch(/third/);
  });

  test('goes through no link that has taken its place', async () => {
    const log = createLog(path);
    log.info('first');
    const elsewhere = join(folder, 'elsewhere');
    await rm(path);
    await writeFile(elsewhere, '');
    await symlink(elsewhere, path);
    log.info('second');
    expect(await readFile(elsewhere, 'utf8')).toBe('');
  });
});
