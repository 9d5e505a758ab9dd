import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { believedDay } from '../../app/member/believedDay.ts';
import { EMPTY_MEMBER, memberSchema } from '../../app/member/memberSchema.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import {
  anOutbox,
  aQueue,
  CONSENT,
  ID,
  importOf,
  NOW,
  register,
  withBody,
  withHistory,
  withSave,
} from '../../testing/tills/hostileQueue.ts';
import { checked } from '../move/importFrom.ts';
import { packMovable } from '../move/movable.ts';
import type { Moved, MovedQueue } from './movedQueue.ts';

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

test('whatever else is changed in a file, what is taken of it is what our own builder makes', async () => {
  const till = await anOutbox(2);
  const queue = await aQueue();
  const edit = fc.record({ path: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), value });
  const run = async (edits: { path: number[]; value: unknown }[], isInside: boolean) => {
    const copy = structuredClone(queue);
    const [save] = copy.saves;
    const body = JSON.parse(save?.body ?? '');
    for (const { path, value: put } of edits) change(isInside ? body : copy, path, put);
    if (isInside) Object.assign(save ?? {}, { body: JSON.stringify(body) });
    const opened = await checked(JSON.parse(JSON.stringify(copy)), till);
    if (!opened.ok) return;
    for (const taken of opened.queue.saves) {
      const { requestId, origin, member } = readBody(taken.body);
      expect(freezeBody(requestId, origin, member)).toBe(taken.body);
      const { data } = memberSchema(believedDay(NOW)).safeParse({ ...EMPTY_MEMBER, ...member });
      expect(data).toEqual(member);
      expect(taken.consent).not.toBeNull();
    }
  };
  const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
  await fc.assert(fc.asyncProperty(edits, fc.boolean(), run), { numRuns: 3_000 });
});

test('nobody has agreed later than now, whatever the file says', async () => {
  const till = await anOutbox(2);
  await importOf(withSave({ consent: { ...CONSENT, at: NOW + 1 } }), Promise.resolve(till));
  expect(till.saves.find(ID)?.consent).toEqual({ ...CONSENT, at: NOW });
});

test('whoever turned fourteen while the file was under way is taken', async () => {
  const birthday = (body: Record<string, unknown>) => ({
    ...body,
    birthday: '2012-11-25 00:00:00',
  });
  expect((await importOf(withBody(birthday))).result).toMatchObject({ ok: false });
  const change = (save: Moved, queue: MovedQueue) => ({
    ...withBody(birthday)(save),
    exportedAt: queue.exportedAt + 24 * 60 * 60_000,
  });
  expect((await importOf(change)).result).toMatchObject({ ok: true, late: 1 });
});

test('what no till would take out of the file again stays where it is, and is counted', async () => {
  const outbox = await anOutbox(1);
  const idOf = (number: number) => String(number).padStart(32, '0');
  // Somebody else: nobody's saves are parted.
  await register(outbox, idOf(1), { member: { mobile: '13800138009' } });
  await register(outbox, idOf(2), { consent: null });
  await register(outbox, idOf(3), { app: 'nowhere' });
  await register(outbox, idOf(4), { member: { mobile: '138' } });
  const { requestIds, queue, staying } = packMovable(outbox);
  expect(requestIds).toEqual([idOf(1)]);
  expect(queue.saves).toHaveLength(1);
  expect(staying).toBe(3);
});
