import { describe, expect, test } from 'vitest';
import { withRealScrypt } from '../../testing/doubles/cheapScrypt.ts';
import { openQueue, sealQueue } from './movedFile.ts';
import type { MovedQueue } from './movedQueue.ts';

const WORDS = 'correct horse';

/** As the first program that could move a queue wrote it, under "correct horse". */
const FORMAT_3 =
  '{"format":3,"kind":"tillside-queue","salt":"VrvJRz5JiBazk1HFohVfwg==","nonce":"6XqyxnOM8i/VQsDU","tag":"Xfw6APPE8vRkUe03I+CkoQ==","sealed":"T9TwMwDfBpkiYC0703LEtMX7NvfZD1GirgM5Obaj7P3u1rsboJ6I"}';
const QUEUE: MovedQueue = { exportedAt: 1_700_000_000_000, saves: [] };
const OPENED = { content: QUEUE };
const sealed = await sealQueue(QUEUE, WORDS);

test('a file that an earlier program has written opens under its passphrase, and under no other', async () => {
  await withRealScrypt(async () => {
    expect(await openQueue(FORMAT_3, WORDS)).toEqual(OPENED);
    expect(await openQueue(FORMAT_3, 'correct hors')).toBe('wrong-passphrase');
  });
});

test('a passphrase is the same however its characters were composed, and whatever blanks surround it', async () => {
  const text = await sealQueue(QUEUE, 'caf\u00e9 \u2460 horse');
  expect(await openQueue(text, ' cafe\u0301 1 horse\u3000')).toEqual(OPENED);
});

test('every file has a salt and a nonce of its own', async () => {
  const files = await Promise.all(
    [1, 2].map(async () => JSON.parse(await sealQueue(QUEUE, WORDS))),
  );
  for (const { key, nonce, tag } of files) {
    const lengths = [key.salt, nonce, tag].map((text) => Buffer.from(text, 'base64').length);
    expect(lengths).toEqual([16, 12, 16]);
  }
  expect(new Set(files.flatMap(({ key, nonce }) => [key.salt, nonce])).size).toBe(4);
});

test('what is no file of this format is no queue', async () => {
  const others = ['', 'hello', '{}', '[]', '['.repeat(100_000)];
  const formats = [FORMAT_3.replace('"format":3', '"format":2'), sealed.replace('4', '5')];
  for (const other of [...others, ...formats]) {
    expect(await openQueue(other, WORDS)).toBe('not-a-queue');
  }
});

test('a file of format 3 has no longer parts than it ever had', async () => {
  for (const part of ['salt', 'nonce', 'tag']) {
    const withPart = (length: number) =>
      openQueue(JSON.stringify({ ...JSON.parse(FORMAT_3), [part]: 'A'.repeat(length) }), WORDS);
    expect(await withPart(64), part).toBe('wrong-passphrase');
    expect(await withPart(68), part).toBe('not-a-queue');
  }
});

describe('nothing in front of what is sealed can be changed', () => {
  type File = { exportedAt: number; key: Record<string, unknown>; nonce: string; tag: string };
  const changed = async (change: (file: File) => object) => {
    const file = JSON.parse(sealed);
    return openQueue(JSON.stringify({ ...file, ...change(file) }), WORDS);
  };

  test('as it is it opens, whatever the order it stands in', async () => {
    expect(await changed(() => ({}))).toEqual(OPENED);
    const file = JSON.parse(sealed);
    const turned = Object.fromEntries(Object.entries(file).reverse());
    expect(await openQueue(JSON.stringify(turned, null, 2), WORDS)).toEqual(OPENED);
  });

  test.each<[string, (file: File) => object]>([
    ['the date of the export', ({ exportedAt }) => ({ exportedAt: exportedAt + 1 })],
    ['the cost', ({ key }) => ({ key: { ...key, N: 2 ** 15 } })],
    ['the salt', ({ key }) => ({ key: { ...key, salt: `AA${String(key.salt).slice(2)}` } })],
    ['the nonce', ({ nonce }) => ({ nonce: `AA${nonce.slice(2)}` })],
    ['the tag', ({ tag }) => ({ tag: `AA${tag.slice(2)}` })],
    [
      'a shorter tag',
      ({ tag }) => ({ tag: Buffer.from(tag, 'base64').subarray(0, 4).toString('base64') }),
    ],
  ])('%s', async (_, change) => {
    expect(await changed(change)).toBe('wrong-passphrase');
  });

  test.each<[string, (file: File) => object]>([
    ['more memory than a till has', ({ key }) => ({ key: { ...key, N: 2 ** 30 } })],
    ['twice the memory that any till takes', ({ key }) => ({ key: { ...key, N: 2 ** 18 } })],
    ['half of what any till has taken', ({ key }) => ({ key: { ...key, N: 2 ** 13 } })],
    ['more memory by its blocks', ({ key }) => ({ key: { ...key, r: 8_192 } })],
    ['more time', ({ key }) => ({ key: { ...key, p: 1_000_000 } })],
    ['a derivation that costs nothing', ({ key }) => ({ key: { ...key, N: 2 } })],
    ['something further', () => ({ note: 'x' })],
  ])('a file that asks for %s is no queue', async (_, change) => {
    expect(await changed(change)).toBe('not-a-queue');
  });

  test.each([14, 15, 16, 17])(
    'a cost of 2^%s is one that tills have had or may have',
    async (power) => {
      const change = ({ key }: File) => ({ key: { ...key, N: 2 ** power } });
      expect(await changed(change)).toEqual(power === 16 ? OPENED : 'wrong-passphrase');
    },
  );

  test('a header of this format cannot be exchanged for the one of an earlier format', async () => {
    const { key, nonce, tag, sealed: rest } = JSON.parse(sealed);
    const older = { format: 3, kind: 'tillside-queue', salt: key.salt, nonce, tag, sealed: rest };
    expect(await openQueue(JSON.stringify(older), WORDS)).toBe('wrong-passphrase');
  });
});
