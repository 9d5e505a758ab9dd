import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isKept, keepFolder } from './keptFolder.ts';

let place: string;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'kept-folder-'));
});

afterEach(() => rm(place, { recursive: true, force: true }));

const folder = () => join(place, 'out');
const workshop = () => join(place, 'workshop');

function keep(source: string, make = write(source)) {
  return keepFolder({ folder: folder(), workshop: workshop(), madeFrom: { source }, make });
}

function write(content: string) {
  return (into: string) => writeFile(join(into, 'content'), content);
}

const content = () => readFile(join(folder(), 'content'), 'utf8');

test('a folder is made once', async () => {
  expect(await keep('a')).toBe('made');
  const makesNothing = () => Promise.reject(new Error('made twice'));
  expect(await keep('a', makesNothing)).toBe('kept');
});

test('a folder made from something else is replaced as a whole', async () => {
  await keep('a');
  await keep('b');
  expect(await content()).toBe('b');
  expect(await isKept(folder(), { source: 'a' })).toBe(false);
});

test('a making that fails leaves the last good folder, and nothing beside it', async () => {
  await keep('a');
  await expect(keep('b', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await content()).toBe('a');
  expect(await readdir(workshop())).toEqual([]);
});

test('a folder without its marker is not taken for a complete one', async () => {
  await keep('a');
  await rm(join(folder(), 'made-from.json'));
  expect(await keep('a')).toBe('made');
});

test('of those who make the same at the same time, none fails and one folder stays', async () => {
  const slowly = async (into: string) => {
    await sleep(20);
    await write('a')(into);
  };
  await Promise.all(Array.from({ length: 8 }, () => keep('a', slowly)));
  expect(await content()).toBe('a');
  expect(await readdir(workshop())).toEqual([]);
});

test('what a killed process left is swept away once it is old', async () => {
  await keep('a');
  const left = join(workshop(), 'out.new-left');
  const fresh = join(workshop(), 'out.new-fresh');
  await writeFile(left, '');
  await writeFile(fresh, '');
  await utimes(left, 0, 0);
  await keep('b');
  expect(await readdir(workshop())).toEqual(['out.new-fresh']);
});
