import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { argsAfterUpdate, goOnAfterUpdate, noteStart } from './afterUpdate.ts';

const NOW = Date.UTC(2026, 10, 24, 4);

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-after-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'after-update.json');
}

test('a program that an installer starts again runs with its data folder, and in the tray where it was there', async () => {
  const path = await place();
  noteStart(path, ['--hidden', '--user-data-dir=D:\\one till', '--provision=x.json'], NOW);
  expect(argsAfterUpdate(['--updated'], path, NOW + 60_000)).toEqual([
    ...['--updated', '--hidden', '--user-data-dir=D:\\one till'],
  ]);
  noteStart(path, [], NOW);
  expect(argsAfterUpdate(['--updated'], path, NOW + 60_000)).toEqual(['--updated']);
});

test('a user who has only a folder of their own choice gets a place for it', async () => {
  const path = join(await place(), '..', 'Tillside', 'after-update.json');
  noteStart(path, ['--user-data-dir=D:\\till'], NOW);
  expect(argsAfterUpdate(['--updated'], path, NOW)).toContain('--user-data-dir=D:\\till');
});

test('an update after an update, or any start in between, comes to the same data folder', async () => {
  const path = await place();
  noteStart(path, ['--hidden', '--user-data-dir=D:\\one till'], NOW);
  const process = { argv: ['Tillside.exe', '--updated'] };
  const args = goOnAfterUpdate(process, process.argv.slice(1), path, NOW);
  expect(args).toContain('--user-data-dir=D:\\one till');
  noteStart(path, process.argv.slice(1), NOW);
  const next = { argv: ['Tillside.exe', '--updated'] };
  expect(goOnAfterUpdate(next, next.argv.slice(1), path, NOW)).toEqual(args);
});

test('a folder that was named from where somebody stood is the same from anywhere', async () => {
  const path = await place();
  noteStart(path, ['--user-data-dir=one'], NOW);
  expect(argsAfterUpdate(['--updated'], path, NOW)).toEqual([
    ...['--updated', `--user-data-dir=${join(process.cwd(), 'one')}`],
  ]);
});

test('that holds for one start, and not for long', async () => {
  const path = await place();
  noteStart(path, ['--hidden'], NOW);
  argsAfterUpdate(['--updated'], path, NOW);
  expect(argsAfterUpdate(['--updated'], path, NOW)).toEqual(['--updated']);
  for (const late of [20 * 60_000, -20 * 60_000]) {
    noteStart(path, ['--hidden'], NOW);
    expect(argsAfterUpdate(['--updated'], path, NOW + late)).toEqual(['--updated']);
  }
});

test('no other start goes by it, and one that names a folder goes by what it names', async () => {
  const path = await place();
  noteStart(path, ['--hidden', '--user-data-dir=/one'], NOW);
  expect(argsAfterUpdate([], path, NOW)).toEqual([]);
  expect(await readFile(path, 'utf8')).not.toBe('');
  expect(argsAfterUpdate(['--updated', '--user-data-dir=/two'], path, NOW)).toEqual([
    ...['--updated', '--user-data-dir=/two', '--hidden'],
  ]);
});

test('whatever lies in its place starts the program as any other start', async () => {
  const path = await place();
  for (const text of [
    '',
    '{',
    'null',
    '{"at":1}',
    `{"at":${NOW},"isHidden":1,"dataFolder":7}`,
    'x'.repeat(9_000),
  ]) {
    await writeFile(path, text);
    expect(argsAfterUpdate(['--updated'], path, NOW)).toEqual(['--updated']);
  }
});
