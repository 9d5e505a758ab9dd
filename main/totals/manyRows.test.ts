import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { turnsDuring } from '../../testing/doubles/longestTurn.ts';
import { manyRows } from '../../testing/tills/manyRows.ts';
import { daysOf, reconcile } from './reconcile.ts';
import { rowsBehind } from './rowsBehind.ts';

const ROWS = 100_000;
const DAYS = 2 * 365;
const A_DAY = 400;

test('over 100,000 saves and two years of totals the sum is right, and everybody else has their turns meanwhile', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-totals-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { days, totals, saves } = await manyRows(folder, { rows: ROWS, days: DAYS, aDay: A_DAY });
  expect(totals.warnings).toEqual([]);
  const from = { saves, totals };
  const sum = await reconcile(from, days);
  expect(sum.registered).toEqual({ count: DAYS * A_DAY + ROWS, forgotten: DAYS * A_DAY });
  expect([sum.kinds.held.count, sum.difference]).toEqual([ROWS, 0]);
  const page = { ...days, side: 'held', offset: ROWS - 50, limit: 50 } as const;
  for (const work of [
    () => reconcile(from, days),
    () => daysOf(from, days.to, DAYS),
    () => rowsBehind(from, page),
  ])
    expect((await turnsDuring(work)).count).toBeGreaterThan(1);
});
