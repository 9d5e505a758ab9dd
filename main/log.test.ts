import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
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

test('five files of 5 MB are all that a log ever takes, and its last lines are in the first of them', async () => {
  const log = createLog(path);
  // A file counts as full by what this program has written to it.
  const megabyte = 'x'.repeat(1024 * 1024);
  for (let number = 0; number < 40; number += 1) log.info(`${number} ${megabyte}`);
  const names = (await readdir(folder)).sort();
  expect(names).toEqual([
    'tillside.1.log',
    'tillside.2.log',
    'tillside.3.log',
    'tillside.4.log',
    'tillside.log',
  ]);
  for (const name of names)
    expect((await stat(join(folder, name))).size, name).toBeLessThan(6.5 * 1024 * 1024);
  const [last] = (await readFile(path, 'utf8')).trimEnd().split('\n').slice(-1);
  expect(last).toContain('39 xxx');
});
