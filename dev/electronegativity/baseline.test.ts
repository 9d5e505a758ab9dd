import { expect, test } from 'vitest';
import { strangers } from './baseline.ts';
import type { Finding, Scan } from './scan.ts';

const finding = (id: string, line = 1): Finding => ({
  id,
  file: 'main/a.ts',
  line,
  sample: 'code',
});
const scan = (findings: Finding[], unread: string[] = []): Scan => ({ findings, unread });
const known = { id: 'A', file: 'main/a.ts', count: 1, reason: 'looked at' };

test('what is in the baseline passes, wherever in its file it stands', () => {
  expect(strangers(scan([finding('A', 7)]), [known])).toEqual([]);
});

test('another finding, and one more of the same in a file, do not pass', () => {
  expect(strangers(scan([finding('A'), finding('B', 3)]), [known])).toEqual([
    'B in main/a.ts:3: code',
  ]);
  expect(strangers(scan([finding('A', 1), finding('A', 9)]), [known])).toEqual([
    'A in main/a.ts:9: code',
  ]);
});

test('an entry that fits nothing any more, and a file that cannot be read, do not pass', () => {
  expect(strangers(scan([]), [known])).toHaveLength(1);
  expect(strangers(scan([], ['main/b.ts']), [])).toEqual([
    'main/b.ts cannot be read by Electronegativity',
  ]);
});
