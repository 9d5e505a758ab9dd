import { expect, test, vi } from 'vitest';
import { encodeLine, scanLines } from './journalLine.ts';

/** How many bytes were given to be hashed. */
const hashed = vi.hoisted(() => ({ bytes: 0 }));
vi.mock('node:crypto', async (original) => {
  const actual = await original<typeof import('node:crypto')>();
  return {
    ...actual,
    hash: (...given: Parameters<typeof actual.hash>) => {
      hashed.bytes += Buffer.byteLength(given[1]);
      return actual.hash(...given);
    },
  };
});

const LENGTH = 100_000;

test.each([
  ['record separator', '\x1e'],
  ['line feed', '\n'],
])(
  'of a file in which a long line seems to begin behind each %s no byte is looked at more than a few times',
  (_, sign) => {
    const beginning = `${sign}${LENGTH} ${'A'.repeat(16)} `;
    const bytes = Buffer.from(
      beginning.repeat((2 * LENGTH) / beginning.length) + encodeLine('the last'),
    );
    hashed.bytes = 0;
    const payloads: string[] = [];
    scanLines(bytes, (from, to) => void payloads.push(bytes.toString('utf8', from, to)));
    expect(payloads).toEqual(['the last']);
    expect(hashed.bytes).toBeLessThan(4 * bytes.length);
  },
);
