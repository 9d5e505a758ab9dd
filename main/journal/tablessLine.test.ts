import { expect, test, vi } from 'vitest';
import { decodeChange, decodeSave } from './saveCodec.ts';

const OTHERS = `${'x'.repeat(10_000)}\t${'x'.repeat(10_000)}`;

test.each([
  ['in front of it', OTHERS, ''],
  ['behind it', '', OTHERS],
])(
  'of a line that somebody has written without its tab nothing is read %s: a file of such lines would be read once for each',
  (_, before, behind) => {
    const line = `5 P 1 ${'a'.repeat(32)} []`;
    const bytes = Buffer.from(before + line + behind);
    const [start, end] = [before.length, before.length + line.length];
    const change = decodeChange(bytes, start, end);
    if (change === null) throw new Error('no change');
    const read = vi.spyOn(bytes, 'toString');
    expect(decodeSave(bytes, change, end)).toBeNull();
    for (const { value } of read.mock.results) expect(value.length).toBeLessThan(line.length);
  },
);
