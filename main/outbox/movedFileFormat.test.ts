import { expect, test } from 'vitest';
import { refuseMove } from '../moveQueue.ts';
import { type MovedQueue, openQueue, sealQueue } from './movedFile.ts';

/** As the first version of this format wrote it, under "correct horse". */
const FILE =
  '{"format":3,"kind":"tillside-queue","salt":"VrvJRz5JiBazk1HFohVfwg==","nonce":"6XqyxnOM8i/VQsDU","tag":"Xfw6APPE8vRkUe03I+CkoQ==","sealed":"T9TwMwDfBpkiYC0703LEtMX7NvfZD1GirgM5Obaj7P3u1rsboJ6I"}';
const QUEUE: MovedQueue = { exportedAt: 1_700_000_000_000, saves: [] };

test('a file that an earlier program has written opens under its passphrase, and under no other', () => {
  expect(openQueue(FILE, 'correct horse')).toEqual(QUEUE);
  expect(openQueue(FILE, 'correct hors')).toBe('wrong-passphrase');
});

test('a passphrase is the same however its characters were composed', () => {
  const text = sealQueue(QUEUE, 'caf\u00e9 \u2460 horse');
  expect(openQueue(text, 'cafe\u0301 1 horse')).toEqual(QUEUE);
});

test('every file has a salt and a nonce of its own', () => {
  const files = [1, 2].map(() => JSON.parse(sealQueue(QUEUE, 'correct horse')));
  for (const { salt, nonce, tag } of files) {
    const lengths = [salt, nonce, tag].map((text) => Buffer.from(text, 'base64').length);
    expect(lengths).toEqual([16, 12, 16]);
  }
  expect(new Set(files.flatMap(({ salt, nonce }) => [salt, nonce])).size).toBe(4);
});

test('what is no file of this format is no queue', () => {
  for (const text of ['', 'hello', '{}', '[]', FILE.replace('"format":3', '"format":2')]) {
    expect(openQueue(text, 'correct horse')).toBe('not-a-queue');
  }
});

test('a passphrase has eight characters at least', () => {
  const move = { direction: 'export', file: 'queue.tillside' } as const;
  expect(refuseMove(move, '12345678')).toBeNull();
  expect(refuseMove(move, '1234567')).toContain('at least 8 characters');
  expect(refuseMove(move, undefined)).toContain('at least 8 characters');
  expect(refuseMove({ ...move, file: '' }, '12345678')).toContain('needs a file');
});
