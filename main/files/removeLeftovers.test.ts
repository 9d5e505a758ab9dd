import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { removeLeftovers } from './removeLeftovers.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-leftovers-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

/** Another process that replaces the file again and again, killed while the new one lies beside it. */
async function killWhileReplacing(path: string): Promise<void> {
  const module = new URL('durableFile.ts', import.meta.url).href;
  const source = `
    const { replaceFile } = await import(${JSON.stringify(module)});
    for (;;) await replaceFile(${JSON.stringify(path)}, Buffer.alloc(32 * 1024 * 1024, 'x'));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source]);
  const ended = once(child, 'exit');
  while (!(await readdir(folder)).some((name) => name.endsWith('.new'))) {
    if (child.exitCode !== null) throw new Error('it ended by itself');
  }
  child.kill('SIGKILL');
  await ended;
}

test('what a kill leaves beside a file that was being replaced is gone after the next start', async () => {
  const path = join(folder, 'draft.json');
  await writeFile(path, 'old');
  // Between the look and the kill the file may have got its name.
  for (let left = 0; left === 0; left = (await readdir(folder)).length - 1)
    await killWhileReplacing(path);
  const before = await readFile(path);
  expect(await removeLeftovers(folder)).toEqual([]);
  expect(await readdir(folder)).toEqual(['draft.json']);
  expect((await readFile(path)).equals(before)).toBe(true);
});

test('of every file that is replaced as a whole it goes, and nothing else does', async () => {
  const others = [
    'draft.json',
    'settings.json',
    'key.json',
    'key.json.unreadable-2026-11-26T06-00-00-000Z',
    'outbox-000002.snapshot.new',
    'queue.export.0a1b2c3d.new',
    'draft.json.new',
    'my draft.json.0a1b2c3d.new',
  ];
  const leftovers = [
    'draft',
    'settings',
    'key',
    'text-size',
    'window',
    'health',
    'outages',
  ].flatMap((name) => [`${name}.json.0a1b2c3d.new`, `${name}.json.ffffffff.new`]);
  for (const name of [...others, ...leftovers]) await writeFile(join(folder, name), name);
  expect(await removeLeftovers(folder)).toEqual([]);
  expect((await readdir(folder)).sort()).toEqual(others.sort());
});

test('one that cannot be removed is told by its name and keeps no other from going', async () => {
  const stuck = 'draft.json.00000000.new';
  await mkdir(join(folder, stuck));
  await writeFile(join(folder, 'key.json.ffffffff.new'), '');
  expect(await removeLeftovers(folder)).toEqual([
    { name: stuck, code: expect.stringMatching(/^E[A-Z]+$/) },
  ]);
  expect(await readdir(folder)).toEqual([stuck]);
});

test('a folder that cannot be read stops nobody', async () => {
  expect(await removeLeftovers(join(folder, 'missing'))).toEqual([]);
});
