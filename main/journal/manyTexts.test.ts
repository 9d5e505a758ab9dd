import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Disk } from '../disk/disk.ts';
import { ManyTexts } from './manyTexts.ts';
import { scrubFiles } from './scrub.ts';

/** Few signs, so that texts stand in one another and have the same heads. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', '会'), minLength: 0, maxLength: 30 });

test('every text is found wherever it begins, as if each were looked for by itself', () => {
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 6 }),
      fc.array(text, { maxLength: 12 }),
      fc.nat(40),
      fc.nat(400),
      (texts, parts, from, length) => {
        const given = [...texts, ...parts.filter((_, at) => at % 4 === 0)];
        const bytes = Buffer.from(parts.join(''));
        const to = from + length;
        const expected = new Set<string>();
        for (const one of given.filter((each) => each !== ''))
          for (let at = bytes.indexOf(one, from); at >= 0; at = bytes.indexOf(one, at + 1))
            if (at < to) expected.add(`${at} ${one}`);
        const found = new Set<string>();
        new ManyTexts(given).find(bytes, from, to, (one, at) => found.add(`${at} ${one}`));
        expect([...found].sort()).toEqual([...expected].sort());
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a file is walked through once, however many traces are looked for: the time for that grew with their number times the length of the file', async () => {
  const idOf = (number: number) => number.toString(16).padStart(32, '0');
  const traces = {
    ofSaves: Array.from({ length: 3_000 }, (_, at) => ` ${idOf(at)}`),
    ofPerson: [],
  };
  const bytes = Buffer.from(
    Array.from({ length: 100 }, (_, at) => `\u001e ${idOf(9_000 + at)}`).join(''),
  );
  const disk = { list: async () => ['outbox-000001.journal'], read: async () => bytes };
  const looks = vi.spyOn(Buffer.prototype, 'indexOf');
  const left = await scrubFiles({ disk: disk as unknown as Disk, folder: '/', base: 0 }, traces);
  expect([left, looks.mock.calls.length < 10]).toEqual([[], true]);
  looks.mockRestore();
});
