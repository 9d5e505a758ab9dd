import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import type { Save } from '../../app/outbox/save.ts';
import { chooseNext } from '../../app/replay/chooseNext.ts';
import { MemoryStore } from '../testing/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import { Outbox } from './outbox.ts';
import type { WriteResult } from './outboxStore.ts';

const vault = new Vault(Buffer.alloc(32, 7));
const words = { code: '', subCode: '', text: '', traceId: '' };
const context = { now: 1, random: () => 0.5, isSignTrusted: false };
const accepted: Outcome = { ...words, class: 'accepted', customerId: '7' };
const rejected: Outcome = { ...words, class: 'rejected' };
const unreachable: Outcome = { ...words, class: 'unreachable', mayHaveArrived: false };
const idOf = (number: number) => String(number).padStart(32, '0');

/** A store whose till can be killed: after so many writes nothing reaches the disk any more. */
class MortalStore extends MemoryStore {
  writesLeft = Number.POSITIVE_INFINITY;

  override async settle(save: Save): Promise<WriteResult> {
    this.writesLeft -= 1;
    if (this.writesLeft < 0) return { ok: false, failure: 'store.failed', detail: 'killed' };
    return super.settle(save);
  }
}

let store: MortalStore;
let outbox: Outbox;

async function reopen(): Promise<void> {
  store.writesLeft = Number.POSITIVE_INFINITY;
  outbox = await Outbox.open({ store, vault, now: () => 1, retention: 1_000 });
}

/** Registers a person; a correction has a number of its own and names what it corrects. */
function enqueue(number: number, correctionOf: number | null = null) {
  return outbox.enqueue({
    requestId: idOf(number),
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member: { mobile: String(13_800_000_000 + number) },
    correctionOf: correctionOf === null ? null : idOf(correctionOf),
    consent: null,
  });
}

const chosen = () => chooseNext(outbox.queue, [], () => 0, 99).ready;

async function send(number: number, outcome: Outcome): Promise<void> {
  const pending = outbox.find(idOf(number));
  if (pending === undefined) throw new Error(`no ${number}`);
  const sending = await outbox.markSending(pending, 1);
  if (sending !== null) await outbox.settle(sending, outcome, context);
}

const stateOf = (number: number) => {
  const save = outbox.find(idOf(number));
  return save?.state === 'discarded' ? `discarded: ${save.heldReason}` : save?.state;
};

beforeEach(async () => {
  store = new MortalStore();
  await reopen();
});

describe('a correction', () => {
  test('of a waiting save goes after it, also when it is the number that was wrong', async () => {
    await enqueue(1);
    await enqueue(2, 1);
    await enqueue(3, 2);
    expect(chosen().map(({ requestId }) => requestId)).toEqual([idOf(1)]);
    await send(1, accepted);
    expect(chosen().map(({ requestId }) => requestId)).toEqual([idOf(2)]);
  });

  test('never changes a byte of the original', async () => {
    await enqueue(1);
    const before = store.onDisk.get(idOf(1));
    await enqueue(2, 1);
    expect(store.onDisk.get(idOf(1))).toEqual(before);
  });

  test('of a held save closes it, on disk, before the cashier is told', async () => {
    await enqueue(1);
    await send(1, rejected);
    await enqueue(2, 1);
    expect(stateOf(1)).toBe('discarded: corrected');
    expect(store.onDisk.get(idOf(1))).toMatchObject({
      state: 'discarded',
      heldReason: 'corrected',
    });
    expect(chosen().map(({ requestId }) => requestId)).toEqual([idOf(2)]);
  });

  test('of an accepted save is a new save of the same member', async () => {
    await enqueue(1);
    await send(1, accepted);
    await enqueue(2, 1);
    expect(stateOf(1)).toBe('accepted');
    expect(chosen().map(({ requestId }) => requestId)).toEqual([idOf(2)]);
  });

  test('that is not stored leaves the original as it was', async () => {
    await enqueue(1);
    await send(1, rejected);
    store.writesLeft = 0;
    expect(await enqueue(2, 1)).toMatchObject({ ok: false });
    expect(stateOf(1)).toBe('held');
  });

  test('is finished at the next start when the till was killed between the two writes', async () => {
    await enqueue(1);
    await send(1, rejected);
    store.writesLeft = 1;
    expect(await enqueue(2, 1)).toMatchObject({ ok: true });
    expect(store.onDisk.get(idOf(1))?.state).toBe('held');
    await reopen();
    expect(stateOf(1)).toBe('discarded: corrected');
    expect(store.onDisk.get(idOf(1))).toMatchObject({ heldReason: 'corrected' });
  });

  test('makes a refusal of the waiting original need nobody', async () => {
    await enqueue(1);
    await enqueue(2, 1);
    await send(1, rejected);
    expect(stateOf(1)).toBe('discarded: corrected');
    expect(store.onDisk.get(idOf(1))?.lastOutcome?.class).toBe('rejected');
  });

  test('that a manager has discarded corrects nothing: the original needs a person again', async () => {
    await enqueue(1);
    await enqueue(2, 1);
    await outbox.discard(idOf(2), null);
    await send(1, rejected);
    expect(stateOf(1)).toBe('held');
    await reopen();
    expect(stateOf(1)).toBe('held');
  });

  test('cannot be undone by sending the corrected save after it', async () => {
    await enqueue(1);
    await send(1, rejected);
    await enqueue(2, 1);
    expect(await outbox.takeBack(idOf(1))).toBeNull();
    expect(await outbox.sendAgain(idOf(1))).toBeNull();
    expect(stateOf(1)).toBe('discarded: corrected');
  });

  test('that names itself, or a save that is not here, is a plain save', async () => {
    await enqueue(1, 1);
    await enqueue(2, 9);
    for (const number of [1, 2]) {
      await send(number, rejected);
      expect(stateOf(number)).toBe('held');
    }
  });

  test('sent again at the same moment: the original goes first, and the correction after it', async () => {
    await enqueue(1);
    await send(1, rejected);
    await Promise.all([outbox.sendAgain(idOf(1)), enqueue(2, 1)]);
    const [first] = chosen();
    expect(stateOf(1) === 'pending' ? first?.requestId : idOf(1)).toBe(idOf(1));
    if (stateOf(1) === 'pending') {
      expect(chosen()).toHaveLength(1);
      await send(1, rejected);
    }
    expect(stateOf(1)).toBe('discarded: corrected');
  });
});

describe('chains of corrections', () => {
  type Step =
    | { kind: 'new' }
    | { kind: 'correct'; which: number }
    | { kind: 'send'; which: number; outcome: Outcome }
    | { kind: 'discard'; which: number }
    | { kind: 'again'; which: number }
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
    fc
      .tuple(fc.nat(3), which)
      .map<Step>(([writesLeft, one]) => ({ kind: 'kill', writesLeft, which: one })),
  );

  /** The chains as plain memory: who corrects whom, what was sent with effect, what was discarded. */
  class Model {
    readonly corrects = new Map<number, number | null>();
    readonly effects: number[] = [];
    readonly discarded = new Set<number>();

    rootOf(number: number): number {
      const original = this.corrects.get(number) ?? null;
      return original === null ? number : this.rootOf(original);
    }
  }

  function check(model: Model): void {
    for (const [number] of model.corrects) {
      const save = outbox.find(idOf(number));
      const hasStanding = [...model.corrects].some(
        ([other, original]) => original === number && !model.discarded.has(other),
      );
      if (save?.state === 'held' && hasStanding) throw new Error(`${number} is held and corrected`);
      // Nobody's word is lost: closed as corrected only when a correction of it was made.
      if (save?.heldReason === 'corrected' && ![...model.corrects.values()].includes(number))
        throw new Error(`${number} was closed without a correction`);
    }
    const roots = chosen().map(({ requestId }) => model.rootOf(Number(requestId)));
    expect(new Set(roots).size, 'two of one person side by side').toBe(roots.length);
    for (const root of new Set(model.effects.map((number) => model.rootOf(number)))) {
      const effects = model.effects.filter((number) => model.rootOf(number) === root);
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
        await enqueue(next);
        model.corrects.set(next, null);
        return;
      case 'correct':
        await enqueue(next, target);
        model.corrects.set(next, target);
        return;
      case 'send': {
        const ready = chosen();
        const save = ready[one.which % Math.max(1, ready.length)];
        if (save === undefined) return;
        await send(Number(save.requestId), one.outcome);
        if (one.outcome.class === 'accepted') model.effects.push(Number(save.requestId));
        return;
      }
      case 'discard':
        if (target !== null && (await outbox.discard(idOf(target), null)))
          model.discarded.add(target);
        return;
      case 'again':
        if (target !== null) await outbox.sendAgain(idOf(target));
        return;
      case 'kill':
        store.writesLeft = one.writesLeft;
        await enqueue(next, target);
        await reopen();
        if (outbox.find(idOf(next)) !== undefined) model.corrects.set(next, target);
        return;
    }
  }

  test('whatever happens: nothing corrected stays held, nobody overtakes himself, the last word is last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        store = new MortalStore();
        await reopen();
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
