import fc from 'fast-check';
import {
  asMade,
  compare,
  type Expected,
  intention,
  type Model,
  type Real,
  reopen,
} from './model.ts';

export type Command = fc.AsyncCommand<Model, Real>;

export function command(
  name: string,
  run: (model: Model, real: Real) => Promise<unknown>,
): Command {
  return {
    check: () => true,
    run: async (model, real) => {
      await run(model, real);
      compare(model, real);
    },
    toString: () => name,
  };
}

const words = { code: '', subCode: '', text: '', traceId: '' };
const OUTCOMES = [
  { ...words, class: 'accepted', customerId: '7' },
  { ...words, class: 'rejected' },
  { ...words, class: 'later' },
  { ...words, class: 'unreachable', mayHaveArrived: true },
] as const;

const pick = ({ saves }: Model, which: number): [string, Expected] | undefined =>
  [...saves][saves.size === 0 ? 0 : which % saves.size];

/** The disk may refuse only while something ails it; then the change may be there after the process has ended. */
function refused(model: Model, { troubles }: Real, requestId: string, what: string): void {
  if (!troubles.takeRefused()) throw new Error(`${what} was refused for nothing`);
  doubt(model, requestId);
}

function doubt({ saves, inDoubt }: Model, requestId: string): void {
  const acknowledged = saves.get(requestId);
  if (!inDoubt.has(requestId)) inDoubt.set(requestId, acknowledged ? { ...acknowledged } : null);
}

/**
 * A change was stored: the journal is clean, and with it what was refused before is gone; what the start has read in an
 * older one is flushed.
 */
function stored({ inDoubt }: Model, { troubles }: Real): void {
  inDoubt.clear();
  troubles.takeRefused();
}

/** Somebody was told that a save which is there is saved: whatever it becomes, it is not to vanish any more. */
function confirmed({ saves, inDoubt }: Model, requestId: string): void {
  const acknowledged = saves.get(requestId);
  if (acknowledged && inDoubt.get(requestId) === null) inDoubt.set(requestId, { ...acknowledged });
}

export const enqueue = (number: number) =>
  command(`enqueue ${number}`, async (model, real) => {
    const asked = intention(number);
    const result = await real.opened.outbox.intake.enqueue(asked);
    if (!result.ok) return refused(model, real, asked.requestId, `enqueue ${number}`);
    if (model.saves.has(asked.requestId)) return confirmed(model, asked.requestId);
    stored(model, real);
    model.saves.set(asked.requestId, asMade(number));
  });

const settle = (which: number, outcomeIndex: number) =>
  command(`settle ${which} ${outcomeIndex}`, async (model, real) => {
    const { outbox } = real.opened;
    const [requestId = '', expected] = pick(model, which) ?? [];
    const save = outbox.saves.find(requestId);
    const outcome = OUTCOMES[outcomeIndex % OUTCOMES.length];
    if (save?.state !== 'pending' || expected === undefined || outcome === undefined) return;
    const sending = await outbox.delivery.mark(save, 4);
    if (sending === null) return refused(model, real, requestId, 'mark');
    stored(model, real);
    expected.attempts += 1;
    expected.state = 'sending';
    const context = { now: 1, random: () => 0.5, isOwnFault: false, isEverybodys: false };
    const settled = await outbox.delivery.settle(sending, outcome, context);
    if (settled === null) return refused(model, real, requestId, 'settle');
    stored(model, real);
    expected.state = settled.state;
    if (outcome.class !== 'accepted') return;
    expected.body = null;
    if (save.sealedBody !== null) model.erased.push(save.sealedBody);
  });

const mark = (which: number) =>
  command(`mark ${which}`, async (model, real) => {
    const [requestId = '', expected] = pick(model, which) ?? [];
    const save = real.opened.outbox.saves.find(requestId);
    if (save?.state !== 'pending' || expected === undefined) return;
    const sending = await real.opened.outbox.delivery.mark(save, 4);
    if (sending === null) return refused(model, real, requestId, 'mark');
    stored(model, real);
    expected.state = 'sending';
    expected.attempts += 1;
  });

const CHANGEABLE: readonly Expected['state'][] = ['pending', 'held'];

const discard = (which: number) =>
  command(`discard ${which}`, async (model, real) => {
    const [requestId = '', expected] = pick(model, which) ?? [];
    const closed = await real.opened.outbox.decisions.discard(requestId, 'manager');
    if (expected === undefined) return;
    if (closed === null) {
      if (CHANGEABLE.includes(expected.state)) refused(model, real, requestId, 'discard');
      return;
    }
    stored(model, real);
    expected.state = 'discarded';
  });

const requeue = (which: number) =>
  command(`requeue ${which}`, async (model, real) => {
    const [requestId = '', expected] = pick(model, which) ?? [];
    const back = await real.opened.outbox.decisions.requeue(requestId);
    if (expected === undefined) return;
    if (back === null) {
      if (expected.state === 'held') refused(model, real, requestId, 'requeue');
      else if (expected.state === 'discarded') doubt(model, requestId);
      return;
    }
    stored(model, real);
    expected.state = 'pending';
  });

/** One that fails leaves everything as it is. */
export const compact = command('compact', (_model, { opened }) =>
  opened.adapter.compact().catch(() => undefined),
);

export const restart = command('restart', async (model, real) => {
  await real.opened.outbox.close();
  await reopen(model, real);
});

const crash = command('crash', async (model, real) => {
  real.disk = real.disk.afterCut();
  await reopen(model, real);
});

/** The power goes while a save is being stored and a compaction runs: it is there whole, or not at all. */
const crashDuring = (number: number, calls: number) =>
  command(`crash during enqueue ${number} after ${calls} calls`, async (model, real) => {
    const asked = intention(number);
    real.disk.cutAt = real.disk.calls + calls;
    let isAcknowledged = false;
    void real.opened.adapter.compact().catch(() => undefined);
    void real.opened.outbox.intake.enqueue(asked).then((result) => {
      isAcknowledged = result.ok;
    });
    for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    real.disk = real.disk.afterCut();
    await reopen(model, real);
    const isThere = real.opened.outbox.saves.find(asked.requestId) !== undefined;
    if (isAcknowledged && !isThere) throw new Error(`${number} was acknowledged and is lost`);
    if (!isThere || model.saves.has(asked.requestId)) return;
    model.saves.set(asked.requestId, asMade(number));
  });

const which = fc.nat(50);
export const number = fc.integer({ min: 1, max: 40 });

/** What happens to an outbox on a disk that works. */
export const OUTBOX_COMMANDS: readonly fc.Arbitrary<Command>[] = [
  number.map(enqueue),
  number.map(enqueue),
  number.map(enqueue),
  fc.tuple(which, fc.nat(3)).map(([one, outcome]) => settle(one, outcome)),
  fc.tuple(which, fc.nat(3)).map(([one, outcome]) => settle(one, outcome)),
  which.map(mark),
  which.map(discard),
  which.map(requeue),
  fc.constant(compact),
  fc.constant(restart),
  fc.constant(crash),
  fc.tuple(number, fc.integer({ min: 1, max: 60 })).map(([one, calls]) => crashDuring(one, calls)),
];
