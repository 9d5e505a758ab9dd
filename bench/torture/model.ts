import fc from 'fast-check';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import type { SaveState } from '../../app/outbox/save.ts';
import { Outbox } from '../../main/outbox/outbox.ts';
import { openStore } from '../../main/testing/journalHarness.ts';
import { PowerDisk } from '../../main/testing/powerDisk.ts';
import { Vault } from '../../main/vault/vault.ts';

/** What a save should be, kept in plain memory. */
interface Expected {
  state: SaveState;
  attempts: number;
  body: string | null;
}

/** The plain model: what the outbox has acknowledged. */
type Model = Map<string, Expected>;

/** The real thing: the outbox on the journal, on a disk that forgets what was not flushed. */
interface Real {
  disk: PowerDisk;
  opened: Awaited<ReturnType<typeof open>>;
}

const vault = new Vault(Buffer.alloc(32, 3));
const origin = { brandId: '1', shopId: '2', operatorId: '3' };
const words = { code: '', subCode: '', text: '', traceId: '' };
const OUTCOMES = [
  { ...words, class: 'accepted', customerId: '7' },
  { ...words, class: 'rejected' },
  { ...words, class: 'later' },
  { ...words, class: 'unreachable', mayHaveArrived: true },
] as const;

async function open(disk: PowerDisk) {
  const { store, adapter, notices } = await openStore(disk, 4_000, 4_096);
  const outbox = await Outbox.open({ store, vault, now: () => 1, retention: 1_000 });
  return { store, adapter, outbox, notices };
}

function intention(number: number) {
  const member = { mobile: `1380013${String(number % 7).padStart(4, '0')}` };
  return {
    requestId: String(number).padStart(32, '0'),
    origin,
    member,
    app: null,
    correctionOf: null,
    consent: null,
  };
}

/** Everything acknowledged is there, in the state and with the bytes that it should have; nothing else is. */
function compare(model: Model, { opened }: Real): void {
  const { outbox } = opened;
  for (const [requestId, expected] of model) {
    const save = outbox.find(requestId);
    if (save?.state !== expected.state || save.attempts !== expected.attempts) {
      throw new Error(
        `${requestId} is ${save?.state}/${save?.attempts}, not ${JSON.stringify(expected)}`,
      );
    }
    if (outbox.openBody(save) !== expected.body) throw new Error(`${requestId} has another body`);
  }
  const total = Object.values(outbox.counts).reduce((sum, count) => sum + count, 0);
  if (total !== model.size) throw new Error(`${total} saves, not ${model.size}`);
}

type Command = fc.AsyncCommand<Model, Real>;

function command(name: string, run: (model: Model, real: Real) => Promise<void>): Command {
  return {
    check: () => true,
    run: async (model, real) => {
      await run(model, real);
      compare(model, real);
    },
    toString: () => name,
  };
}

const pick = (model: Model, which: number): [string, Expected] | undefined =>
  [...model][model.size === 0 ? 0 : which % model.size];

async function reopen(model: Model, real: Real): Promise<void> {
  real.opened = await open(real.disk);
  const bad = real.opened.notices.filter(({ code }) => code !== 'store.torn-tail');
  if (bad.length > 0) throw new Error(`at start: ${JSON.stringify(bad)}`);
  for (const expected of model.values()) {
    if (expected.state === 'sending') expected.state = 'pending';
  }
}

const enqueue = (number: number) =>
  command(`enqueue ${number}`, async (model, { opened }) => {
    const asked = intention(number);
    const result = await opened.outbox.enqueue(asked);
    if (!result.ok) throw new Error(result.failure);
    if (model.has(asked.requestId)) return;
    const body = freezeBody(asked.requestId, origin, asked.member);
    model.set(asked.requestId, { state: 'pending', attempts: 0, body });
  });

const settle = (which: number, outcomeIndex: number) =>
  command(`settle ${which} ${outcomeIndex}`, async (model, { opened }) => {
    const [requestId = '', expected] = pick(model, which) ?? [];
    const save = opened.outbox.find(requestId);
    const outcome = OUTCOMES[outcomeIndex % OUTCOMES.length];
    if (save?.state !== 'pending' || expected === undefined || outcome === undefined) return;
    const sending = await opened.outbox.markSending(save, 4);
    if (sending === null) throw new Error('not marked');
    const context = { now: 1, random: () => 0.5, isOwnFault: false, isEverybodys: false };
    const settled = await opened.outbox.settle(sending, outcome, context);
    if (settled === null) throw new Error('not settled');
    expected.attempts += 1;
    expected.state = settled.state;
    if (outcome.class === 'accepted') expected.body = null;
  });

const mark = (which: number) =>
  command(`mark ${which}`, async (model, { opened }) => {
    const [requestId = '', expected] = pick(model, which) ?? [];
    const save = opened.outbox.find(requestId);
    if (save?.state !== 'pending' || expected === undefined) return;
    await opened.outbox.markSending(save, 4);
    expected.state = 'sending';
    expected.attempts += 1;
  });

const discard = (which: number) =>
  command(`discard ${which}`, async (model, { opened }) => {
    const [requestId = '', expected] = pick(model, which) ?? [];
    if ((await opened.outbox.discard(requestId, null)) !== null && expected) {
      expected.state = 'discarded';
    }
  });

const takeBack = (which: number) =>
  command(`take back ${which}`, async (model, { opened }) => {
    const [requestId = '', expected] = pick(model, which) ?? [];
    if ((await opened.outbox.takeBack(requestId)) !== null && expected) expected.state = 'pending';
  });

const compact = command('compact', (_model, { opened }) => opened.adapter.compact());

const restart = command('restart', async (model, real) => {
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
    void real.opened.outbox.enqueue(asked).then((result) => {
      isAcknowledged = result.ok;
    });
    for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    real.disk = real.disk.afterCut();
    await reopen(model, real);
    const isThere = real.opened.outbox.find(asked.requestId) !== undefined;
    if (isAcknowledged && !isThere) throw new Error(`${number} was acknowledged and is lost`);
    if (!isThere || model.has(asked.requestId)) return;
    const body = freezeBody(asked.requestId, origin, asked.member);
    model.set(asked.requestId, { state: 'pending', attempts: 0, body });
  });

const which = fc.nat(50);
const number = fc.integer({ min: 1, max: 40 });
const commands = fc.commands(
  [
    number.map(enqueue),
    number.map(enqueue),
    fc.tuple(which, fc.nat(3)).map(([one, outcome]) => settle(one, outcome)),
    which.map(mark),
    which.map(discard),
    which.map(takeBack),
    fc.constant(compact),
    fc.constant(restart),
    fc.constant(crash),
    fc
      .tuple(number, fc.integer({ min: 1, max: 40 }))
      .map(([one, calls]) => crashDuring(one, calls)),
  ],
  { size: '+1' },
);

/** Random sequences of everything that can happen to an outbox, against a plain model in memory. */
export async function checkModel(runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const disk = new PowerDisk();
      const setup = async () => ({
        model: new Map() as Model,
        real: { disk, opened: await open(disk) },
      });
      await fc.asyncModelRun(setup, sequence);
    }),
    { numRuns: runs },
  );
}
