import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { rotateLog } from './rotateLog.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillside-rotate-'));
  path = join(folder, 'tillside.log');
});

const texts = () =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

test('four former files are kept, the newest first, and the oldest goes', () => {
  for (const number of [1, 2, 3, 4, 5, 6]) {
    writeFileSync(path, String(number));
    expect(rotateLog(path)).toBe(true);
  }
  expect(texts()).toEqual({
    'tillside.1.log': '6',
    'tillside.2.log': '5',
    'tillside.3.log': '4',
    'tillside.4.log': '3',
  });
});

test('a folder that somebody has put in the place of the oldest goes as well', () => {
  mkdirSync(join(folder, 'tillside.4.log', 'more'), { recursive: true });
  writeFileSync(path, 'full');
  expect(rotateLog(path)).toBe(true);
  expect(texts()).toEqual({ 'tillside.1.log': 'full' });
});

test('where it cannot be put away that is said, and the log is as it was', () => {
  expect(rotateLog(join(path, 'not', 'a\0name'))).toBe(false);
  writeFileSync(path, 'full');
  expect(readFileSync(path, 'utf8')).toBe('full');
});
