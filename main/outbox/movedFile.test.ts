import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { believedDay } from '../../app/member/believedDay.ts';
import { EMPTY_MEMBER, memberSchema } from '../../app/member/memberSchema.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { checked, openChecked } from '../move/importFrom.ts';
import { packMovable } from '../move/movable.ts';
import { MemoryStore } from '../testing/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import { sealQueue } from './movedFile.ts';
import type { Moved, MovedQueue } from './movedQueue.ts';
import { closeMoved, packQueue, takeOverQueue } from './movingHouse.ts';
import { Outbox } from './outbox.ts';

const NOW = Date.UTC(2026, 10, 24, 4);
const WORDS = 'correct horse';
const ID = '1'.padStart(32, '0');
const CONSENT = { at: 5, noticeVersion: 'v3', operatorId: '3', marketing: false };
const open = (key: number, store = new MemoryStore()) => {
  const options = { vault: new Vault(Buffer.alloc(32, key)), now: () => NOW, retention: 1_000 };
  return Outbox.open({ store, ...options });
};
const register = (outbox: Outbox, requestId = ID, parts: object = {}) =>
  outbox.enqueue({
    requestId,
    origin: { brandId: '1', shopId: '2', operatorId: '3' },
    member: { mobile: '13800138001', name: '王芳', gender: 0, birthday: '1990-01-01' },
    app: 'https://gateway.example k',
    correctionOf: null,
    consent: CONSENT,
    ...parts,
  });

/** What a till exports that has one save. */
async function aQueue(): Promise<MovedQueue> {
  const outbox = await open(1);
  await register(outbox);
  return packQueue(outbox).queue;
}

/** By somebody who has a passphrase of his own, and not what any till exports. */
async function importOf(change: (save: Moved, queue: MovedQueue) => object, to = open(2)) {
  const queue = await aQueue();
  const hostile = { ...queue, ...change(queue.saves[0] as Moved, queue) };
  const till = await to;
  const before = [...till.book.values()];
  const opened = checked(JSON.parse(JSON.stringify(hostile)), till);
  const result = opened.ok ? await takeOverQueue(till, opened.queue) : opened;
  return { result, isUnchanged: [...till.book.values()].every((save, at) => save === before[at]) };
}

/** What a hand may put anywhere: also what stands there already somewhere else. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>('2', '13800138002', 'wechat', 'x', '', 1, 'pending', 'held', 'rejected'),
);

/** Puts a value, under one of the keys that there are or a new one, into what the path leads to. */
function change(into: unknown, [first = 0, ...rest]: readonly number[], put: unknown): void {
  if (typeof into !== 'object' || into === null) return;
  const holder = into as Record<string, unknown>;
  const keys = [...Object.keys(holder), 'outer_id', 'outer_type', 'more'];
  const key = keys[first % keys.length] ?? '';
  const inner = holder[key];
  if (rest.length > 0 && typeof inner === 'object' && inner !== null) change(inner, rest, put);
  else holder[key] = put;
}

type Body = Record<string, unknown>;
const withBody = (change: (body: Body) => unknown) => (save: Moved) => ({
  saves: [{ ...save, body: JSON.stringify(change(JSON.parse(save.body))) }],
});
const withSave = (parts: object) => (save: Moved) => ({ saves: [{ ...save, ...parts }] });
const withHistory = (parts: object) => (save: Moved) => ({
  saves: [{ ...save, history: { ...save.history, ...parts } }],
});

test('what a till exports is taken', async () => {
  expect((await importOf(() => ({}))).result).toMatchObject({ ok: true, taken: 1 });
});

describe('a file with one save that no form has made is refused whole, before anything is stored', () => {
  test.each<[string, (save: Moved, queue: MovedQueue) => object]>([
    ['another channel', withBody((body) => ({ ...body, channel: '1' }))],
    ['no channel', withBody(({ channel: _, ...body }) => body)],
    ['a field that nobody can type', withBody((body) => ({ ...body, member_level: '9' }))],
    [
      'its fields in another order',
      withBody((body) => Object.fromEntries(Object.entries(body).reverse())),
    ],
    ['a blank in its JSON', (save) => ({ saves: [{ ...save, body: ` ${save.body}` }] })],
    [
      'a field twice',
      (save) => ({ saves: [{ ...save, body: save.body.replace('{', '{"brand_id":"1",') }] }),
    ],
    ['no JSON', withSave({ body: 'hello' })],
    ['no object', withSave({ body: '[]' })],
    ['an id that is no id', withBody((body) => ({ ...body, request_id: 'x' }))],
    ['an id in capitals', withBody((body) => ({ ...body, request_id: 'A'.repeat(32) }))],
    ['an empty id', withBody((body) => ({ ...body, request_id: '' }))],
    ['a mobile that is none', withBody((body) => ({ ...body, mobile: '110' }))],
    [
      'a mobile that the form would have tidied',
      withBody((body) => ({ ...body, mobile: '138 0013 8001' })),
    ],
    ['neither mobile nor code', withBody(({ mobile: _, ...body }) => body)],
    ['a code without its kind', withBody((body) => ({ ...body, outer_id: 'x' }))],
    ['a kind without a code', withBody((body) => ({ ...body, outer_type: 'wechat' }))],
    ['a name that is too long', withBody((body) => ({ ...body, name: '王'.repeat(65) }))],
    ['an empty name', withBody((body) => ({ ...body, name: '' }))],
    ['a name that turns the writing round', withBody((body) => ({ ...body, name: '\u202e王芳' }))],
    ['half of a character', withBody((body) => ({ ...body, name: '\ud800' }))],
    ['a gender that is none', withBody((body) => ({ ...body, gender: 3 }))],
    ['a day that there is not', withBody((body) => ({ ...body, birthday: '1990-02-30 00:00:00' }))],
    ['a time of birth', withBody((body) => ({ ...body, birthday: '1990-01-01 08:00:00' }))],
    ['a child', withBody((body) => ({ ...body, birthday: '2020-01-01 00:00:00' }))],
    ['no operator', withBody((body) => ({ ...body, operator_id: '' }))],
    ['an operator other than in its bytes', withSave({ operatorId: '4' })],
    ['a brand that is too long', withBody((body) => ({ ...body, brand_id: 'b'.repeat(129) }))],
    ['no consent', withSave({ consent: null })],
    ['a consent to no version', withSave({ consent: { ...CONSENT, noticeVersion: '' } })],
    ['a consent at no time', withSave({ consent: { ...CONSENT, at: null } })],
    ['a consent with more in it', withSave({ consent: { ...CONSENT, note: 'x' } })],
    ['a correction of something that is no id', withSave({ correctionOf: 'x' })],
    ['a correction of itself', withSave({ correctionOf: ID })],
    ['an app that is no address', withSave({ app: 'gateway.example k' })],
    ['an address without a key', withSave({ app: 'https://gateway.example' })],
    ['a time of export that is no date', () => ({ exportedAt: -1e300 })],
    ['a time that is no date, which the window could not show', withHistory({ createdAt: 1e300 })],
    ['a time of doubt that is no date', withHistory({ firstUnknownAt: 1e300 })],
    ['a place in time that is no date', withSave({ madeAt: 1e300 })],
    ['a state by which it would be accepted', withHistory({ state: 'accepted' })],
    ['a state in which nobody sends it', withHistory({ state: 'sending' })],
    ['a state by which it would be closed', withHistory({ state: 'discarded' })],
    ['no reason for being held', withHistory({ state: 'held' })],
    ['a reason for being closed', withHistory({ state: 'held', heldReason: 'moved' })],
    ['a reason although it waits', withHistory({ heldReason: 'rejected' })],
    ['a number of sends that is none', withHistory({ attempts: -1 })],
    [
      'words without an end',
      withHistory({
        lastOutcome: {
          class: 'later',
          code: '',
          subCode: '',
          text: 'x'.repeat(9_999),
          traceId: '',
        },
      }),
    ],
    ['a body that no form could hold', withSave({ body: 'x'.repeat(16 * 1024 + 1) })],
    ['one field more of its own', withSave({ more: 1 })],
    ['the same id as another', (save) => ({ saves: [save, save] })],
    ['a good one before it', (save) => ({ saves: [save, { ...save, body: '{}' }] })],
  ])('%s', async (_, change) => {
    const { result, isUnchanged } = await importOf(change);
    expect(result.ok).toBe(false);
    expect(isUnchanged).toBe(true);
  });

  test('it is said which one, and what is wrong with it, and nothing else of it', async () => {
    const queue = await aQueue();
    const [save] = queue.saves;
    if (save === undefined) throw new Error('nothing was packed');
    const wrong = { ...save, body: save.body.replace('13800138001', '110') };
    const text = await sealQueue({ ...queue, saves: [save, wrong] }, WORDS);
    expect(await openChecked(text, WORDS, await open(2))).toEqual({
      ok: false,
      code: 'move.bad-save',
      detail: { place: 2, problem: 'member' },
    });
  });

  test('other content under an id that is known here', async () => {
    const here = await open(2);
    await register(here, ID, { member: { mobile: '13800138009' } });
    expect((await importOf(() => ({}), Promise.resolve(here))).result).toMatchObject({
      code: 'move.bad-save',
    });
    await closeMoved(here, [ID]);
    const { result, isUnchanged } = await importOf(() => ({}), Promise.resolve(here));
    expect(result).toMatchObject({ code: 'move.bad-save' });
    expect(isUnchanged).toBe(true);
  });
});

describe('what is just within a limit is taken, and one character more is not', () => {
  const words = (length: number) =>
    withHistory({
      lastOutcome: { class: 'later', code: '', subCode: '', text: 'x'.repeat(length), traceId: '' },
    });
  const app = (length: number) =>
    withSave({ app: 'https://gateway.example k'.padEnd(length, 'k') });
  const shop = (length: number) => withBody((body) => ({ ...body, shop_id: 's'.repeat(length) }));
  const version = (length: number) =>
    withSave({ consent: { ...CONSENT, noticeVersion: 'v'.repeat(length) } });
  test.each<[string, (length: number) => ReturnType<typeof withSave>, number]>([
    ['an id of a shop', shop, 128],
    ['an app', app, 2_000],
    ['the words of an answer', words, 2_000],
    ['the version of a notice', version, 32],
  ])('%s', async (_, of, limit) => {
    expect((await importOf(of(limit))).result).toMatchObject({ taken: 1 });
    expect((await importOf(of(limit + 1))).result).toMatchObject({ code: 'move.bad-save' });
  });
});

test('whatever else is changed in a file, what is taken of it is what our own builder makes', async () => {
  const till = await open(2);
  const queue = await aQueue();
  const edit = fc.record({ path: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), value });
  const run = (edits: { path: number[]; value: unknown }[], isInside: boolean) => {
    const copy = structuredClone(queue);
    const [save] = copy.saves;
    const body = JSON.parse(save?.body ?? '');
    for (const { path, value: put } of edits) change(isInside ? body : copy, path, put);
    if (isInside) Object.assign(save ?? {}, { body: JSON.stringify(body) });
    const opened = checked(JSON.parse(JSON.stringify(copy)), till);
    if (!opened.ok) return;
    for (const taken of opened.queue.saves) {
      const { requestId, origin, member } = readBody(taken.body);
      expect(freezeBody(requestId, origin, member)).toBe(taken.body);
      const { data } = memberSchema(believedDay(NOW)).safeParse({ ...EMPTY_MEMBER, ...member });
      expect(data).toEqual(member);
      expect(taken.consent).not.toBeNull();
    }
  };
  fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.boolean(), run), {
    numRuns: 3_000,
  });
});

test('nobody has agreed later than now, whatever the file says', async () => {
  const till = await open(2);
  await importOf(withSave({ consent: { ...CONSENT, at: NOW + 1 } }), Promise.resolve(till));
  expect(till.find(ID)?.consent).toEqual({ ...CONSENT, at: NOW });
});

test('whoever turned fourteen while the file was under way is taken', async () => {
  const birthday = (body: Body) => ({ ...body, birthday: '2012-11-25 00:00:00' });
  expect((await importOf(withBody(birthday))).result).toMatchObject({ ok: false });
  const change = (save: Moved, queue: MovedQueue) => ({
    ...withBody(birthday)(save),
    exportedAt: queue.exportedAt + 24 * 60 * 60_000,
  });
  expect((await importOf(change)).result).toMatchObject({ ok: true, late: 1 });
});

test('what no till would take out of the file again stays where it is, and is counted', async () => {
  const outbox = await open(1);
  const idOf = (number: number) => String(number).padStart(32, '0');
  await register(outbox, idOf(1));
  await register(outbox, idOf(2), { consent: null });
  await register(outbox, idOf(3), { app: 'nowhere' });
  await register(outbox, idOf(4), { member: { mobile: '138' } });
  const { requestIds, queue, staying } = packMovable(outbox);
  expect(requestIds).toEqual([idOf(1)]);
  expect(queue.saves).toHaveLength(1);
  expect(staying).toBe(3);
});
