import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { CorrectionTill, idOf } from '../../testing/tills/correctionTill.ts';

const words = { code: '', subCode: '', text: '', traceId: '' };
const accepted: Outcome = { ...words, class: 'accepted', customerId: '7' };
const rejected: Outcome = { ...words, class: 'rejected' };
const unreachable: Outcome = { ...words, class: 'unreachable', mayHaveArrived: false };

let till: CorrectionTill;

describe('chains of corrections', () => {
  type Step =
    | { kind: 'new' }
    | { kind: 'correct'; which: number }
    | { kind: 'send'; which: number; outcome: Outcome }
    | { kind: 'discard'; which: number }
    | { kind: 'again'; which: number }
    | { kind: 'requeue'; which: number }
    | { kind: 'kill'; writesLeft: number; which: number };

  const which = fc.nat(30);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.constant<Step>({ kind: 'new' }),
    which.map<Step>((one) => ({ kind: 'correct', which: one })),
    which.map<Step>((one) => ({ kind: 'correct', which: one })),
    fc
      .tuple(which, fc.constantFrom(accepted, rejected, rejected, unreachable))
      .map<Step>(([one, outcome]) => ({ kind: 'send', which: one, outcome })),
    which.map<Step>((one) => ({ kind: 'discard', which: one })),
    which.map<Step>((one) => ({ kind: 'again', which: one })),
    which.map<Step>((one) => ({ kind: 'requeue', which: one })),
    fc
      .tuple(fc.nat(3), which)
      .map<Step>(([writesLeft, one]) => ({ kind: 'kill', writesLeft, which: one })),
  );

  /** The chains as plain memory: who corrects whom, what was sent with effect, what was discarded. */
  class Model {
    readonly corrects = new Map<number, number | null>();
    readonly effects: number[] = [];
    /** By a manager's word, and nothing said better since. */
    readonly discarded = new Set<number>();
    /** Went back into the queue by somebody's word: what had passed them meanwhile stays before them. */
    readonly resumed = new Set<number>();

    correct(number: number, original: number | null): void {
      this.corrects.set(number, original);
      this.countsAgain(original);
    }

    /** What is corrected counts, as its correction does: also where a manager had discarded it. */
    countsAgain(number: number | null): void {
      if (number !== null && this.discarded.delete(number))
        this.countsAgain(this.corrects.get(number) ?? null);
    }

    hasStanding(number: number): boolean {
      return [...this.corrects].some(
        ([other, original]) => original === number && !this.discarded.has(other),
      );
    }

    /** A correction of it, or of a correction of it, has taken effect. */
    isOverwritten(number: number): boolean {
      return [...this.corrects].some(
        ([other, original]) =>
          original === number && (this.effects.includes(other) || this.isOverwritten(other)),
      );
    }

    rootOf(number: number): number {
      const original = this.corrects.get(number) ?? null;
      return original === null ? number : this.rootOf(original);
    }
  }

  function check(model: Model): void {
    for (const [number] of model.corrects) {
      const save = till.outbox.saves.find(idOf(number));
      if (save?.state === 'held' && model.hasStanding(number))
        throw new Error(`${number} is held and corrected`);
      // Nobody's word is lost: closed as corrected only while a correction of it stands.
      if (save?.closedReason === 'corrected' && !model.hasStanding(number))
        throw new Error(`${number} was closed without a correction`);
    }
    const roots = till.chosen().map(({ requestId }) => model.rootOf(Number(requestId)));
    expect(new Set(roots).size, 'two of one person side by side').toBe(roots.length);
    for (const root of new Set(model.effects.map((number) => model.rootOf(number)))) {
      const effects = model.effects.filter(
        (number) => model.rootOf(number) === root && !model.resumed.has(number),
      );
      expect(effects).toEqual([...effects].sort((a, b) => a - b));
    }
  }

  async function run(model: Model, one: Step): Promise<void> {
    const numbers = [...model.corrects.keys()];
    const pick = (at: number) => numbers[at % Math.max(1, numbers.length)];
    const next = numbers.length + 1;
    const target = 'which' in one ? (pick(one.which) ?? null) : null;
    switch (one.kind) {
      case 'new':
        await till.enqueue(next);
        model.corrects.set(next, null);
        return;
      case 'correct':
        await till.enqueue(next, target);
        model.correct(next, target);
        return;
      case 'send': {
        const ready = till.chosen();
        const save = ready[one.which % Math.max(1, ready.length)];
        if (save === undefined) return;
        const number = Number(save.requestId);
        await till.send(number, one.outcome);
        if (one.outcome.class !== 'accepted') return;
        if (model.isOverwritten(number)) throw new Error(`${number} overwrites its correction`);
        model.effects.push(number);
        return;
      }
      case 'discard':
        if (target === null) return;
        if (
          (await till.outbox.decisions.discard(idOf(target), 'manager'))?.closedReason === 'manager'
        )
          model.discarded.add(target);
        return;
      case 'again':
        if (target !== null && (await till.outbox.decisions.sendAgain(idOf(target))))
          model.resumed.add(target);
        return;
      case 'requeue':
        if (target === null || (await till.outbox.decisions.requeue(idOf(target))) === null) return;
        model.resumed.add(target);
        model.countsAgain(target);
        return;
      case 'kill':
        till.store.writesLeft = one.writesLeft;
        await till.enqueue(next, target);
        await till.reopen();
        if (till.outbox.saves.find(idOf(next)) !== undefined) model.correct(next, target);
        return;
    }
  }

  test('whatever happens: nothing corrected stays held, nobody overtakes himself, the last word is last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        till = await CorrectionTill.start();
        const model = new Model();
        for (const one of steps) {
          await run(model, one);
          check(model);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('a long chain is one person, and no save of it grows with it', async () => {
  till = await CorrectionTill.start();
  const length = 300;
  for (let number = 1; number <= length; number += 1)
    await till.enqueue(number, number === 1 ? null : number - 1);
  const keys = till.outbox.saves.unfinished().map(({ identityKeys }) => identityKeys.length);
  expect(Math.max(...keys)).toBeLessThan(100);
  expect(till.chosen().map(({ requestId }) => requestId)).toEqual([idOf(1)]);
  await till.reopen();
  expect(till.chosen().map(({ requestId }) => requestId)).toEqual([idOf(1)]);
});
