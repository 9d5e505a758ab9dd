import { expect, test } from 'vitest';
import { hold } from '../../app/outbox/hold.ts';
import type { Save } from '../../app/outbox/save.ts';
import { discard } from '../../app/outbox/transitions.ts';
import { wholePerson } from '../../app/outbox/wholePerson.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { HOUR, id } from '../../testing/tills/boundTill.ts';
import {
  accepted,
  errorAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import { Vault } from '../vault/vault.ts';
import { openOutbox } from './openOutbox.ts';

const [FIRST, SECOND, THIRD] = ['13800138001', '13800138002', '13800138003'];
const CONSENT = { at: 1, noticeVersion: 'v3', operatorId: '3', marketing: false };

interface Registered {
  mobile: string;
  corrects?: number;
  /** Accepted before the till closes. */
  isSent?: boolean;
}

/** What lies on the disk of a till that has registered these, one after the other, and is closed. */
async function closedTill(...people: Registered[]): Promise<MemoryStore> {
  const till = await new ReplayTill().start();
  for (const [at, { mobile, corrects = null, isSent = false }] of people.entries()) {
    till.answer = isSent ? () => accepted('7') : () => refusedConnection;
    await till.register(at + 1, mobile, CONSENT, corrects);
    await till.clock.pass(isSent ? HOUR : 0);
  }
  await till.replayer.stop(0);
  return till.store;
}

/** What an editor does to a line: no key is needed. */
function edit(store: MemoryStore, number: number, change: (save: Save) => Partial<Save>): void {
  const save = store.onDisk.get(id(number));
  if (save === undefined) throw new Error(`${number} is not on the disk`);
  store.onDisk.set(id(number), { ...save, ...change(save) });
}

const keysOf = (store: MemoryStore, number: number) =>
  store.onDisk.get(id(number))?.identityKeys ?? [];

/** The next start, in which the gateway accepts whatever comes. */
async function startAgain(store: MemoryStore): Promise<ReplayTill> {
  const till = await new ReplayTill(store).start();
  await till.clock.pass(HOUR);
  return till;
}

const sentBy = (till: ReplayTill) => till.sent.map(({ requestId }) => Number(requestId));

test('what nobody has edited goes, one person’s saves in their order', async () => {
  const store = await closedTill({ mobile: FIRST }, { mobile: SECOND, corrects: 1 });
  expect(sentBy(await startAgain(store))).toEqual([1, 2]);
});

const EDITS: [string, (save: Save, store: MemoryStore) => Partial<Save>][] = [
  ['the keys of its person taken away', () => ({ identityKeys: [] })],
  ['the keys of another person', (_, store) => ({ identityKeys: keysOf(store, 3) })],
  [
    'the keys of another person as well',
    ({ identityKeys }, store) => ({ identityKeys: [...identityKeys, ...keysOf(store, 3)] }),
  ],
  ['what it corrects taken away', () => ({ correctionOf: null })],
  ['another save that it corrects', () => ({ correctionOf: id(3) })],
  ['another place in the order', () => ({ imported: { exportedAt: 1, before: 1, madeAt: 0 } })],
  ['another time at which it was made', () => ({ createdAt: 8 })],
  ['another operator', () => ({ operatorId: '4' })],
  ['another shop', () => ({ shopId: '9' })],
  ['another app', () => ({ app: 'https://other.example k' })],
  ['another masked name', () => ({ masked: { mobile: '138****8001', name: '' } })],
  ['no consent', () => ({ consent: null })],
  ['a consent to be written to', () => ({ consent: { ...CONSENT, marketing: true } })],
  ['the mark of an earlier format', () => ({ factsKey: null })],
];

/** What the till takes for the present one's where a line says nothing: it opens again where that is right. */
const UNSAID: typeof EDITS = [
  ['no app', () => ({ app: null })],
  ['no brand', () => ({ brandId: null })],
];

test.each([...EDITS, ...UNSAID])(
  'a save with %s is never sent, and is held for somebody',
  async (_, change) => {
    const people = [{ mobile: FIRST }, { mobile: SECOND, corrects: 1 }, { mobile: THIRD }];
    const store = await closedTill(...people);
    edit(store, 2, (save) => change(save, store));
    const till = await startAgain(store);
    expect(sentBy(till).sort()).toEqual([1, 3]);
    expect(till.state(2)).toMatchObject({ state: 'held', heldReason: 'unreadable' });
  },
);

test.each(EDITS)('a save with %s is opened for nobody', async (_, change) => {
  const people = [{ mobile: FIRST }, { mobile: SECOND, corrects: 1 }, { mobile: THIRD }];
  const store = await closedTill(...people);
  edit(store, 2, (save) => change(save, store));
  const { contents, saves } = (await new ReplayTill(store).start()).outbox;
  const found = saves.find(id(2));
  expect(found && contents.openBody(found)).toBeNull();
});

test('a save whose keys were taken away goes neither beside nor in front of what its person has before it', async () => {
  const store = await closedTill({ mobile: FIRST }, { mobile: FIRST });
  edit(store, 2, () => ({ identityKeys: [] }));
  const till = new ReplayTill(store);
  till.answer = () => new Promise(() => undefined);
  await till.start();
  await till.clock.pass(HOUR);
  expect(new Set(sentBy(till))).toEqual(new Set([1]));
});

test('nobody waits for a save that was given their keys, however long it says that it waits', async () => {
  const store = await closedTill({ mobile: SECOND }, { mobile: FIRST });
  edit(store, 1, ({ identityKeys }) => ({
    identityKeys: [...identityKeys, ...keysOf(store, 2)],
    nextAttemptAt: 8e14,
  }));
  expect(sentBy(await startAgain(store))).toEqual([2]);
});

test('no two people wait for each other because of a save that was given the keys of both', async () => {
  const store = await closedTill({ mobile: FIRST }, { mobile: SECOND }, { mobile: THIRD });
  edit(store, 3, () => ({ identityKeys: [...keysOf(store, 1), ...keysOf(store, 2)] }));
  const till = new ReplayTill(store);
  till.answer = () => new Promise(() => undefined);
  await till.start();
  await till.clock.pass(1_000);
  const { queue } = till.outbox.saves;
  const waiting = [...queue.values()];
  expect(waiting.map((save) => queue.firstOf(save).sequence)).toEqual([1, 2]);
});

test('a save that is joined to two people makes no one person of them, open or accepted', async () => {
  for (const isSent of [false, true]) {
    const people = [{ mobile: FIRST }, { mobile: SECOND }, { mobile: THIRD, isSent }];
    const store = await closedTill(...people);
    const both = [...keysOf(store, 1), ...keysOf(store, 2)];
    edit(store, 3, ({ identityKeys }) => ({ identityKeys: [...identityKeys, ...both] }));
    const { saves } = (await new ReplayTill(store).start()).outbox;
    const found = wholePerson(saves, keysOf(store, 1));
    // It is found, since it may be of either; what it says of the other is believed by nobody.
    expect(found.map(({ sequence }) => sequence)).toEqual([1, 3]);
  }
});

test('a line that says that it corrects somebody else’s save closes nothing, open or accepted', async () => {
  for (const isSent of [false, true]) {
    const store = await closedTill({ mobile: FIRST }, { mobile: SECOND, isSent });
    edit(store, 1, (save) => hold(save, 'rejected', 1));
    edit(store, 2, () => ({ correctionOf: id(1) }));
    const till = await startAgain(store);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'rejected' });
    const [first] = [...till.outbox.saves.values()];
    expect(first && till.outbox.saves.correctionOf(first)).toBeUndefined();
  }
});

test('a correction that was edited can be closed by the manager, and what it corrected needs somebody again', async () => {
  const store = await closedTill({ mobile: FIRST }, { mobile: SECOND, corrects: 1 });
  edit(store, 1, (save) => discard(save, 'corrected', 1));
  edit(store, 2, () => ({ operatorId: '4' }));
  const till = await startAgain(store);
  expect(till.state(2)).toMatchObject({ state: 'held', heldReason: 'unreadable' });
  await till.outbox.decisions.discard(id(2), 'manager', { reason: 'other', operatorId: '3' });
  expect(till.state(1)).toMatchObject({ state: 'held' });
  expect(sentBy(till)).toEqual([]);
});

test('an accepted save that was given another person’s hashes still keeps an older one from being sent over it', async () => {
  const store = await closedTill({ mobile: FIRST }, { mobile: FIRST });
  const settledAt = store.onDisk.get(id(2))?.createdAt ?? 0;
  edit(store, 1, (save) => hold(save, 'rejected', settledAt));
  edit(store, 2, () => ({ state: 'accepted', sealedBody: null, settledAt }));
  edit(store, 2, () => ({ identityKeys: ['of nobody'] }));
  const till = await new ReplayTill(store).start();
  const mayBeSent = () => {
    const [first] = [...till.outbox.saves.values()];
    return first && till.outbox.permissions.of(first).sendAgain;
  };
  expect(mayBeSent()).toBe('anyone');
  await till.outbox.lookForEdited();
  expect(mayBeSent()).toBe('manager');
});

test('an edited save is held before its turn comes, while nobody can be reached', async () => {
  const store = await closedTill({ mobile: FIRST }, { mobile: SECOND });
  edit(store, 2, () => ({ createdAt: 8 }));
  const till = new ReplayTill(store);
  till.answer = () => refusedConnection;
  await till.start();
  await till.outbox.lookForEdited();
  expect(till.state(2)).toMatchObject({ state: 'held', heldReason: 'unreadable' });
  expect(till.state(1)).toMatchObject({ state: 'pending' });
});

test.each(['before', 'after'])(
  'whoever comes again %s an edited save of theirs was found goes in their own order, however late',
  async (when) => {
    const store = await closedTill({ mobile: FIRST });
    edit(store, 1, () => ({ createdAt: 8 }));
    const till = new ReplayTill(store);
    const isBusy = (requestId: string, attempt: number) =>
      requestId === id(2) && attempt === 1 ? errorAnswer(15, 'isp.unknown-error') : accepted('7');
    till.answer = isBusy;
    await till.start();
    if (when === 'after') await till.outbox.lookForEdited();
    await Promise.all([till.register(2, FIRST), till.register(3, FIRST)]);
    await till.outbox.lookForEdited();
    await till.clock.pass(HOUR);
    expect(sentBy(till)).toEqual([2, 2, 3]);
  },
);

test('two people who come after an edited save that had the keys of both are still two', async () => {
  const store = await closedTill(
    { mobile: FIRST },
    { mobile: SECOND },
    { mobile: THIRD, isSent: true },
  );
  const both = [...keysOf(store, 1), ...keysOf(store, 2)];
  for (const number of [1, 2]) store.onDisk.delete(id(number));
  edit(store, 3, () => ({ identityKeys: both }));
  const till = new ReplayTill(store);
  till.answer = () => refusedConnection;
  await till.start();
  await till.outbox.lookForEdited();
  await till.register(4, FIRST);
  await till.register(5, SECOND);
  const isBlocked = [...till.outbox.saves.queue.values()].map((save) =>
    till.outbox.saves.queue.isBlocked(save),
  );
  expect(isBlocked).toEqual([false, false]);
});

test.each(['is still here', 'comes back'])(
  'what corrects an edited save, as a form does that was restored, is not joined to whoever %s and whose hashes it was given',
  async (when) => {
    const store = await closedTill({ mobile: FIRST, isSent: true }, { mobile: SECOND });
    edit(store, 1, ({ identityKeys }) => ({
      identityKeys: [...identityKeys, ...keysOf(store, 2)],
    }));
    if (when === 'comes back') store.onDisk.delete(id(2));
    const till = new ReplayTill(store);
    till.answer = () => refusedConnection;
    await till.start();
    await till.register(3, FIRST, CONSENT, 1);
    if (when === 'comes back') await till.register(2, SECOND);
    const { saves } = till.outbox;
    expect(wholePerson(saves, keysOf(store, 2)).map(({ requestId }) => Number(requestId))).toEqual([
      1, 2,
    ]);
    expect([...saves.queue.values()].map((save) => saves.queue.isBlocked(save))).toEqual([
      false,
      false,
    ]);
  },
);

test.each(['behind', 'in front of'])(
  'a line that was given the number of another save, %s it, keeps that one from nothing, at no start',
  async (where) => {
    const store = await closedTill({ mobile: FIRST }, { mobile: SECOND });
    const [edited, other] = where === 'behind' ? [2, 1] : [1, 2];
    edit(store, edited, () => ({ sequence: other }));
    const till = new ReplayTill(store);
    till.answer = () => refusedConnection;
    await till.start();
    await till.outbox.lookForEdited();
    await till.replayer.stop(0);
    const next = await startAgain(store);
    expect(sentBy(next)).toEqual([other]);
    expect(next.state(other)).toMatchObject({ state: 'accepted' });
    expect(next.outbox.saves.findBySequence(other)).toMatchObject({ requestId: id(other) });
  },
);

test('lines that were given ten thousands of hashes, the same ones, keep no start for longer', async () => {
  const store = await closedTill({ mobile: FIRST }, { mobile: SECOND }, { mobile: THIRD });
  const many = Array.from({ length: 20_000 }, (_, number) => `hash ${number}`);
  edit(store, 1, () => ({ identityKeys: many }));
  edit(store, 2, () => ({ identityKeys: [...many, ...many.map(() => 'one and the same')] }));
  const begun = performance.now();
  const till = await startAgain(store);
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(sentBy(till)).toEqual([3]);
});

test('an edited save stays in the folder as it is, with its bytes, however often the till starts', async () => {
  const store = await closedTill({ mobile: FIRST }, { mobile: SECOND, corrects: 1 });
  edit(store, 2, () => ({ identityKeys: [], correctionOf: null }));
  const before = store.onDisk.get(id(2));
  for (let start = 0; start < 3; start += 1) await (await startAgain(store)).replayer.stop(0);
  const { sealedBody, identityKeys, correctionOf } = store.onDisk.get(id(2)) ?? {};
  expect({ sealedBody, identityKeys, correctionOf }).toEqual({
    sealedBody: before?.sealedBody,
    identityKeys: [],
    correctionOf: null,
  });
});

test('where the data key lies open an accepted correction still corrects after a restart, without its hashes', async () => {
  const store = new MemoryStore();
  const vault = new Vault(Buffer.alloc(32, 1));
  const open = () =>
    openOutbox({ store, vault, protection: 'none', now: () => 1, retention: HOUR });
  const { intake, delivery, saves } = await open();
  const origin = { brandId: '1', shopId: '2', operatorId: '3' };
  for (const [number, correctionOf] of [
    [1, null],
    [2, id(1)],
  ] as const) {
    const person = { member: { mobile: FIRST }, app: null, correctionOf, consent: CONSENT };
    await intake.enqueue({ requestId: id(number), origin, ...person });
  }
  const sending = await delivery.mark(saves.find(id(2)) as Save, 1);
  const said = { code: '', subCode: '', text: '', traceId: '', customerId: '7' };
  const judged = { isOwnFault: false, isEverybodys: false, random: () => 0 };
  await delivery.settle(sending as Save, { ...said, class: 'accepted' }, { ...judged, now: 1 });
  expect(store.onDisk.get(id(2))).toMatchObject({ state: 'accepted', identityKeys: [] });
  const again = (await open()).saves;
  expect(again.correctionOf(again.find(id(1)) as Save)?.requestId).toBe(id(2));
});

test('of two that hold and have one number, as no till gives it, one goes; of the other somebody hears', async () => {
  const store = await closedTill({ mobile: FIRST });
  const earlier = await new ReplayTill().start();
  earlier.answer = () => refusedConnection;
  await earlier.register(2, SECOND, CONSENT, null);
  await earlier.replayer.stop(0);
  const save = earlier.store.onDisk.get(id(2));
  if (save === undefined) throw new Error('it is not on the disk');
  store.onDisk.set(id(2), save);
  const till = await startAgain(store);
  await till.outbox.lookForEdited();
  expect(sentBy(till)).toEqual([1]);
  expect(till.outbox.saves.find(id(2))).toMatchObject({ state: 'held', heldReason: 'unreadable' });
});
