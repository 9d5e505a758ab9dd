import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PAGE_STORAGE, removePageStorage } from './removePageStorage.ts';

async function aFolder() {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-storage-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'data');
  mkdirSync(folder);
  return { outside, folder };
}

test('what a page of an earlier version laid away goes, and nothing of the till’s', async () => {
  const { folder } = await aFolder();
  for (const name of PAGE_STORAGE) {
    mkdirSync(join(folder, name, 'leveldb'), { recursive: true });
    writeFileSync(join(folder, name, 'leveldb', '000003.log'), '18634710295');
  }
  writeFileSync(join(folder, 'settings.json'), '{}');
  expect(removePageStorage(folder)).toEqual([]);
  expect(PAGE_STORAGE.filter((name) => existsSync(join(folder, name)))).toEqual([]);
  expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe('{}');
  expect(removePageStorage(folder)).toEqual([]);
});

test('a link in its place leads to nobody else’s files', async () => {
  const { outside, folder } = await aFolder();
  mkdirSync(join(outside, 'elsewhere'));
  writeFileSync(join(outside, 'elsewhere', 'kept'), 'kept');
  symlinkSync(join(outside, 'elsewhere'), join(folder, 'IndexedDB'));
  expect(removePageStorage(folder)).toEqual([]);
  expect(existsSync(join(folder, 'IndexedDB'))).toBe(false);
  expect(readFileSync(join(outside, 'elsewhere', 'kept'), 'utf8')).toBe('kept');
});

test('what cannot be removed is told and holds up no start', () => {
  expect(removePageStorage('\0')).toHaveLength(PAGE_STORAGE.length);
});
