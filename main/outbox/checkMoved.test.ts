import { describe, expect, test } from 'vitest';
import {
  aQueue,
  CONSENT,
  ID,
  importOf,
  openOutbox,
  register,
  withBody,
  withHistory,
  withSave,
} from '../../testing/tills/hostileQueue.ts';
import { openChecked } from '../move/importFrom.ts';
import { sealQueue } from './movedFile.ts';
import type { Moved, MovedQueue } from './movedQueue.ts';
import { closeMoved } from './movingHouse.ts';

const WORDS = 'correct horse';

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
    expect(await openChecked(text, WORDS, await openOutbox(2))).toEqual({
      ok: false,
      code: 'move.bad-save',
      detail: { place: 2, problem: 'member' },
    });
  });

  test('other content under an id that is known here', async () => {
    const here = await openOutbox(2);
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
