import { expect, test } from 'vitest';
import type { BulkDeed } from '../../app/outbox/bulk.ts';
import { LongestTurn } from '../../testing/doubles/longestTurn.ts';
import { OF_OPERATOR as cause, heldTill, OTHER, stateOf } from '../../testing/tills/heldTill.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';

const HELD = 5_000;

test('five thousand held saves are corrected, discarded and sent again while everybody else has a turn', async () => {
  const { till, calls, done, preview } = await heldTill(await freshFolder(), HELD);
  const measured: Record<string, string> = {};
  /** How long all of it took, and what the longest turn of the loop took of the processor's time (ms). */
  const watched = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const turns = new LongestTurn();
    const from = performance.now();
    const result = await work();
    const longest = turns.end();
    measured[name] =
      `${Math.round(performance.now() - from)} ms, longest turn ${longest.toFixed(1)} ms`;
    expect(turns.count).toBeGreaterThan(1);
    return result;
  };
  const states = () => [...till.outbox.saves.values()].map(stateOf);
  const correct: BulkDeed = { kind: 'correct', cause, change: { field: 'operator', value: OTHER } };

  expect(await calls.listHeldGroups(null)).toMatchObject({ ok: true });
  expect(await watched('preview', () => preview(correct))).toMatchObject({ may: HELD });
  const corrected = await watched('correct', () => done(correct));
  expect(corrected).toMatchObject({ state: 'done', done: HELD });
  const withdrawn = await watched('undo', () => done({ kind: 'undo', run: corrected?.id ?? '' }));
  expect(withdrawn).toMatchObject({ done: HELD });
  expect(states().filter((state) => state === 'held')).toHaveLength(HELD);
  await watched('discard', () => done({ kind: 'discard', cause, reason: 'test' }));
  expect(states().filter((state) => state !== 'discarded: manager')).toEqual([]);
  console.info('bulk of 5,000:', measured);
}, 120_000);
