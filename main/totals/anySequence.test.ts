import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { dayOf } from '../../app/totals/days.ts';
import { KINDS, type Kind } from '../../app/totals/kinds.ts';
import { atDepth } from '../../testing/depth.ts';
import { countedTill, Hands, HOUR } from '../../testing/tills/countedTill.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import { reconcile } from './reconcile.ts';
import type { Totals } from './totals.ts';

const DEEDS = [
  'register',
  'register',
  'register',
  'take-over',
  'accept',
  'accept',
  'accept',
  'hold',
  'discard',
  'requeue',
  'correct',
  'move',
  'erase',
  'forget',
  'forget',
] as const;

const steps = fc.record({
  deed: fc.constantFrom(...DEEDS),
  /** Which save. */
  pick: fc.nat(),
  reason: fc.constantFrom('duplicate', 'declined', 'test'),
  /** How long nothing happens before (h). */
  hours: fc.constantFrom(0, 1, 9, 24, 8 * 24, 31 * 24),
  trouble: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.record({ refuses: fc.constantFrom('totals', 'saves', 'all') }) },
    {
      weight: 2,
      arbitrary: fc.record({
        after: fc.nat(3),
        isBehind: fc.boolean(),
        /** What the disk refuses at the start behind it. */
        atStart: fc.constantFrom('nothing', 'totals', 'saves', 'all'),
      }),
    },
  ),
});
type Step = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;

/** Of two days both are erased, and the number behind them is one that the disk refused: no neighbour tells its day. */
const NO_NEIGHBOUR: Step[] = [
  { deed: 'register', pick: 0, reason: 'test', hours: 0, trouble: null },
  { deed: 'register', pick: 0, reason: 'test', hours: 24, trouble: null },
  { deed: 'erase', pick: 1, reason: 'test', hours: 0, trouble: null },
  { deed: 'erase', pick: 0, reason: 'test', hours: 0, trouble: null },
  { deed: 'register', pick: 0, reason: 'test', hours: 0, trouble: { refuses: 'saves' } },
];

/** Told apart without the code that counts. */
function expectedKind({ state, closedReason, closing }: Save): Kind {
  if (closedReason === 'moved') return 'moved';
  if (closedReason === 'corrected') return 'corrected';
  if (closing !== null) return `discarded.${closing.reason}`;
  return state === 'pending' ? 'waiting' : state === 'discarded' ? 'discarded.unknown' : state;
}

interface Opened {
  totals: Totals;
  outbox: Outbox;
}

const counts = (tallies: Record<Kind, { count: number }>) =>
  Object.fromEntries(
    KINDS.flatMap((kind) => (tallies[kind].count > 0 ? [[kind, tallies[kind].count]] : [])),
  );

/** The sum of each day, and of all of them, is that of what ever came to the disk, and what never did is named. */
async function expectRight(
  { totals, outbox }: Opened,
  stored: ReadonlyMap<number, Save>,
  erased: ReadonlySet<number>,
): Promise<void> {
  const { saves, numbers } = outbox;
  const lost: number[] = [];
  for (let number = 1; number <= numbers.lastSequence; number += 1)
    if (!stored.has(number)) lost.push(number);
  const from = { saves, totals };
  const all = [...stored.values()].map((last) => saves.findBySequence(last.sequence) ?? last);
  const days = new Set(all.map(({ createdAt }) => dayOf(createdAt)));
  const ofDays = [...days].map((day) => ({ from: day, to: day }));
  let named = 0;
  for (const span of [{ from: '0001-01-01', to: '9999-12-31' }, ...ofDays]) {
    const isIn = ({ createdAt }: Save) =>
      span.from <= dayOf(createdAt) && dayOf(createdAt) <= span.to;
    const expected: Partial<Record<Kind, number>> = {};
    for (const save of all.filter(isIn)) {
      const isErased =
        erased.has(save.sequence) && saves.findBySequence(save.sequence) === undefined;
      const kind = isErased ? 'erased' : expectedKind(save);
      expected[kind] = (expected[kind] ?? 0) + 1;
    }
    const found = await reconcile(from, span);
    expect(counts(found.kinds)).toEqual(expected);
    const right = KINDS.reduce((sum, kind) => sum + found.kinds[kind].count, 0);
    expect(found.registered.count + found.takenOver.count).toBe(right + found.difference);
    const forgotten = all.filter(
      (save) => isIn(save) && saves.findBySequence(save.sequence) === undefined,
    );
    expect(found.registered.forgotten + found.takenOver.forgotten).toBe(forgotten.length);
    expect(found.takenOver.count).toBe(
      all.filter((save) => isIn(save) && save.imported !== null).length,
    );
    expect(found.again).toEqual([]);
    const numbers = found.missing.flatMap(({ first, last }) =>
      Array.from({ length: last - first + 1 }, (_, at) => first + at),
    );
    if (span.to === '9999-12-31') expect(numbers).toEqual(lost);
    else named += numbers.length;
  }
  // Each is named on one day, as long as there is any.
  if (days.size > 0) expect(named).toBe(lost.length);
}

test('any sequence of registering, taking over, accepting, holding, correcting, discarding, moving, forgetting, refused writings and crashes leaves the sum right, on every day and in all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 40 }), async (sequence: Step[]) => {
      const till = await countedTill();
      const { power, clock, stored } = till;
      const erased = new Set<number>();
      let opened = await till.open();
      let last = 0;
      const next = () => {
        last += 1;
        return last;
      };
      const act = async ({ deed, pick, reason }: Step) => {
        const { outbox, totals } = opened;
        const hands = new Hands(outbox, clock);
        const saves = [...outbox.saves.values()];
        const save = saves[pick % Math.max(1, saves.length)];
        if (deed === 'register') return hands.register(next());
        if (deed === 'take-over') return hands.takeOver(next());
        if (deed === 'forget') return outbox.housekeep(clock.now);
        if (save === undefined) return;
        if (deed === 'accept') return hands.answer(save, 'accepted');
        if (deed === 'hold') return hands.answer(save, 'rejected');
        if (deed === 'discard') return hands.discard(save, reason);
        if (deed === 'requeue') return hands.requeue(save);
        if (deed === 'move') return hands.move(save);
        if (deed === 'correct') return hands.register(next(), save.requestId);
        // As a person's erasure will do it.
        const erase = () => {
          till.hooks.onErased = () => void erased.add(save.sequence);
          return outbox.returning.undo({ isWhole: false, taken: [save] });
        };
        await totals.leave([save], erase, 'erased');
        return;
      };
      for (const step of sequence) {
        clock.now += step.hours * HOUR;
        const { trouble } = step;
        if (trouble !== null && 'refuses' in trouble) power.refuses = trouble.refuses;
        if (trouble !== null && 'after' in trouble) {
          power.left = trouble.after;
          power.isCutBehind = trouble.isBehind;
        }
        await Promise.race([act(step), power.cut]);
        till.hooks.onErased = () => undefined;
        const isCut = power.left < 0;
        power.restore();
        if (isCut && trouble !== null && 'atStart' in trouble) {
          power.refuses = trouble.atStart;
          opened = await till.open();
        }
        await expectRight(opened, stored, erased);
      }
      opened = await till.open();
      await expectRight(opened, stored, erased);
    }),
    { numRuns: atDepth({ whole: 600, short: 150 }), examples: [[NO_NEIGHBOUR]] },
  );
}, 600_000);
