import { expect, test } from 'vitest';
import type { BulkDeed } from '../../app/outbox/bulk.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import {
  answered,
  heldTill,
  idOf,
  mobileOf,
  OF_OPERATOR,
  OTHER,
  saved,
  WRONG_OPERATOR,
} from '../../testing/tills/heldTill.ts';
import {
  CONSENT,
  freshFolder,
  OPERATOR,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';

const DAY = 24 * 3_600_000;
const cause = OF_OPERATOR;
const resend: BulkDeed = { kind: 'resend', cause };
const discard: BulkDeed = { kind: 'discard', cause, reason: 'test' };
const correct: BulkDeed = { kind: 'correct', cause, change: { field: 'operator', value: OTHER } };
const unknown = { class: 'unknown', code: '1', subCode: '', text: '', traceId: '' } as const;
const accepted = { ...unknown, class: 'accepted', customerId: 'c' } as const;

test('what is held is grouped by why, the greatest group first, with its oldest save', async () => {
  const { till, calls, clock } = await heldTill(await freshFolder(), 2);
  const first = clock.now();
  clock.jump(1_000);
  await saved(till, 3);
  await answered(till, idOf(3), { ...WRONG_OPERATOR, subCode: 'isv.other' });
  await saved(till, 4);
  expect(await calls.listHeldGroups(null)).toEqual({
    ok: true,
    value: [
      { ...cause, count: 2, oldestAt: first, madeFor: 'gw.example.com', word: null },
      {
        ...{ ...cause, subCode: 'isv.other', count: 1, oldestAt: first + 1_000 },
        ...{ madeFor: 'gw.example.com', word: null },
      },
    ],
  });
});

test('a preview counts, shows the first rows masked, and touches nothing', async () => {
  const { till, preview, states } = await heldTill(await freshFolder(), 10);
  const before = [...till.outbox.saves.values()];
  const shown = await preview(correct);
  expect(shown).toMatchObject({ total: 10, may: 10, byWord: 0, left: {}, undoes: null });
  expect(shown.rows).toHaveLength(8);
  expect(shown.rows[0]).toMatchObject({
    slip: 'S-0001',
    masked: { mobile: '138****0001' },
    operatorId: OPERATOR,
  });
  expect(JSON.stringify(shown)).not.toContain(mobileOf(1));
  expect([...till.outbox.saves.values()]).toEqual(before);
  expect(states()).toEqual(Array(10).fill('held'));
});

test('all of a group go back into the queue as they are, under their own ids', async () => {
  const { till, done, states } = await heldTill(await freshFolder(), 3);
  const bodies = [...till.outbox.saves.values()].map(({ sealedBody }) => sealedBody);
  const run = await done(resend);
  expect(run).toMatchObject({ state: 'done', total: 3, tried: 3, done: 3, undoUntil: null });
  expect(states()).toEqual(['pending', 'pending', 'pending']);
  expect([...till.outbox.saves.values()].map(({ sealedBody }) => sealedBody)).toEqual(bodies);
});

test('all of a group are discarded with a reason, and by whose word; an undo puts them back into the queue', async () => {
  const { till, done, states, clock } = await heldTill(await freshFolder(), 3);
  const run = await done(discard);
  expect(run).toMatchObject({ done: 3, undoUntil: clock.now() + 30 * DAY });
  expect(states()).toEqual(Array(3).fill('discarded: manager'));
  expect(till.outbox.saves.find(idOf(1))?.closing).toEqual({
    reason: 'test',
    operatorId: OPERATOR,
    run: run?.id,
  });
  expect(await done({ kind: 'undo', run: run?.id ?? '' })).toMatchObject({ kind: 'undo', done: 3 });
  expect(states()).toEqual(Array(3).fill('pending'));
});

test('a correction of all is a save of its own for each, which closes it, under its consent, with one field changed', async () => {
  const { till, done } = await heldTill(await freshFolder(), 2);
  expect(await done(correct)).toMatchObject({ state: 'done', done: 2 });
  const { saves, contents } = till.outbox;
  const all = [...saves.values()];
  expect(all.map(({ state, closedReason }) => [state, closedReason])).toEqual([
    ['discarded', 'corrected'],
    ['discarded', 'corrected'],
    ['pending', null],
    ['pending', null],
  ]);
  const [first, , correction] = all;
  if (first === undefined || correction === undefined) throw new Error('not there');
  expect(correction).toMatchObject({ correctionOf: first.requestId, consent: first.consent });
  expect(correction.consent).toMatchObject({ noticeVersion: CONSENT.noticeVersion });
  expect(correction.requestId).not.toBe(first.requestId);
  expect(readBody(contents.openBody(correction) ?? '')).toEqual({
    requestId: correction.requestId,
    origin: { brandId: PROVISION.brandId, shopId: PROVISION.shopId, operatorId: OTHER },
    member: { mobile: mobileOf(1) },
  });
});

test('the kind of a member code is corrected where there is one; a save without a code is left alone', async () => {
  const { till, done, preview } = await heldTill(await freshFolder(), 1);
  const code = { outerId: 'ou-1', outerType: 'wechat' } as const;
  await saved(till, 2, code);
  await answered(till, idOf(2), WRONG_OPERATOR);
  const deed: BulkDeed = {
    kind: 'correct',
    cause,
    change: { field: 'outerType', value: 'alipay' },
  };
  expect(await preview(deed)).toMatchObject({ total: 2, may: 1, left: { unchanged: 1 } });
  await done(deed);
  const correction = [...till.outbox.saves.values()].at(-1);
  const body = readBody(till.outbox.contents.openBody(correction as never) ?? '');
  expect(body.member).toEqual({ mobile: mobileOf(2), outerId: 'ou-1', outerType: 'alipay' });
  expect(body.origin.operatorId).toBe(OPERATOR);
});

test('an undo of a correction that nobody has sent yet holds what it corrected again; what was sent stays', async () => {
  const { till, done, states } = await heldTill(await freshFolder(), 2);
  const run = await done(correct);
  const [, , sent] = [...till.outbox.saves.values()];
  await answered(till, sent?.requestId ?? '', unknown);
  const undone = await done({ kind: 'undo', run: run?.id ?? '' });
  expect(undone).toMatchObject({ done: 1, total: 1 });
  expect(states()).toEqual(['discarded: corrected', 'held', 'pending', 'discarded: manager']);
});

test('nothing newer is overtaken: who has a later save, sent or not, is left for somebody to look at', async () => {
  const { till, preview, done, states } = await heldTill(await freshFolder(), 3);
  const newer = { mobile: mobileOf(1), name: 'B' };
  await saved(till, 8, newer);
  await saved(till, 9, { mobile: mobileOf(2) });
  await answered(till, idOf(9), accepted);
  expect(await preview(correct)).toMatchObject({ total: 3, may: 1, left: { 'one-by-one': 2 } });
  // As they are, an older one goes before a newer one that waits; after one that was accepted it would undo that.
  expect(await preview(resend)).toMatchObject({ total: 3, may: 2, left: { 'one-by-one': 1 } });
  await done(correct);
  expect(states().slice(0, 3)).toEqual(['held', 'held', 'discarded: corrected']);
});

test('what was registered again since it was discarded is not put back by an undo', async () => {
  const { till, done, states } = await heldTill(await freshFolder(), 2);
  const run = await done(discard);
  await saved(till, 9, { mobile: mobileOf(1) });
  expect(await done({ kind: 'undo', run: run?.id ?? '' })).toMatchObject({ done: 1, total: 1 });
  expect(states().slice(0, 2)).toEqual(['discarded: manager', 'pending']);
});

test('what may have taken effect more than a day ago goes by the manager’s word alone, which is told before', async () => {
  const { till, preview, done, clock } = await heldTill(await freshFolder(), 2);
  await saved(till, 3);
  await answered(till, idOf(3), unknown);
  await answered(till, idOf(3), WRONG_OPERATOR);
  clock.jump(2 * DAY);
  expect(await preview(resend)).toMatchObject({ may: 3, byWord: 1 });
  expect(await preview(correct)).toMatchObject({ may: 2, left: { 'one-by-one': 1 } });
  await done(resend);
  // The word makes the doubt younger, as for a single one.
  const { state, firstUnknownAt } = till.outbox.saves.find(idOf(3)) ?? {};
  expect([state, firstUnknownAt]).toEqual(['pending', clock.now()]);
});

test('what grew too old between preview and run is left alone: nobody was told of it', async () => {
  const { till, preview, ran, clock, states } = await heldTill(await freshFolder(), 1);
  await saved(till, 2);
  await answered(till, idOf(2), unknown);
  await answered(till, idOf(2), WRONG_OPERATOR);
  const { token } = await preview(resend);
  clock.jump(2 * DAY);
  expect(await ran(token)).toMatchObject({ done: 1, left: { changed: 1 } });
  expect(states()).toEqual(['pending', 'held']);
});

test('what was decided otherwise between preview and run is left alone and counted', async () => {
  const { till, preview, ran } = await heldTill(await freshFolder(), 4);
  const { token } = await preview(discard);
  const { decisions } = till.outbox;
  await decisions.discard(idOf(1), 'manager', { reason: 'declined', operatorId: OTHER });
  await decisions.sendAgain(idOf(2));
  // Held once more for the same cause: somebody has looked at it in between.
  await decisions.sendAgain(idOf(3));
  await answered(till, idOf(3), WRONG_OPERATOR);
  expect(await ran(token)).toMatchObject({ total: 4, done: 1, left: { changed: 3 } });
  expect(till.outbox.saves.find(idOf(1))?.closing?.reason).toBe('declined');
  expect(till.outbox.saves.find(idOf(2))?.state).toBe('pending');
  expect(till.outbox.saves.find(idOf(3))?.state).toBe('held');
});

test('somebody who decides about one of them at the same moment is not overruled', async () => {
  const { till, preview, ran } = await heldTill(await freshFolder(), 3);
  const { token } = await preview(discard);
  const [, sent] = await Promise.all([ran(token), till.outbox.decisions.sendAgain(idOf(2))]);
  const save = till.outbox.saves.find(idOf(2));
  expect(save?.state).toBe(sent === null ? 'discarded' : 'pending');
});

test('a token serves once, for the latest preview, and for whoever has seen it', async () => {
  const { calls, preview, ran } = await heldTill(await freshFolder(), 2);
  const outdated = { ok: false, error: { code: 'bulk.outdated' } };
  const first = await preview(resend);
  const { token } = await preview(discard);
  const run = (given: string, operatorId = OPERATOR) => calls.runBulk({ token: given, operatorId });
  expect(await run(first.token)).toEqual(outdated);
  expect(await run(token, OTHER)).toEqual(outdated);
  await ran(token);
  expect(await run(token)).toEqual(outdated);
});

test('one run at a time; a cancel ends it, and what is done stays and is told', async () => {
  const { calls, preview, over, states } = await heldTill(await freshFolder(), 600);
  const { token } = await preview(discard);
  expect(await calls.runBulk({ token, operatorId: OPERATOR })).toMatchObject({
    value: { state: 'running', total: 600 },
  });
  const again = await preview(resend);
  expect(await calls.runBulk({ token: again.token, operatorId: OPERATOR })).toEqual({
    ok: false,
    error: { code: 'bulk.running' },
  });
  await calls.cancelBulk(null);
  const run = await over();
  expect(run).toMatchObject({ state: 'cancelled', total: 600, tried: run?.done });
  expect(run?.done).toBeLessThan(600);
  expect(states().filter((state) => state !== 'held')).toHaveLength(run?.done ?? -1);
});

test('a run has a line when it begins and when it ends, and the slips of what was done', async () => {
  const { done, lines } = await heldTill(await freshFolder(), 40);
  await done(correct);
  const told = (await lines())
    .filter(({ saves }) => saves !== undefined)
    .map(({ action, operatorId, saves, reason }) => [action, operatorId, saves, reason]);
  const slips = (from: number, to: number) =>
    Array.from(
      { length: to - from + 1 },
      (_, index) => `S-00${String(from + index).padStart(2, '0')}`,
    );
  expect(told).toHaveLength(4);
  expect(told).toContainEqual(['bulk.begun', OPERATOR, 40, `correct · operator · ${OTHER}`]);
  expect(told).toContainEqual(['save.corrected', OPERATOR, 32, slips(1, 32).join(' ')]);
  expect(told).toContainEqual(['save.corrected', OPERATOR, 8, slips(33, 40).join(' ')]);
  expect(told).toContainEqual(['bulk.ended', OPERATOR, 40, `correct · operator · ${OTHER}`]);
});

test('where no line can be written nothing is done', async () => {
  const { till, calls, preview, states, latest } = await heldTill(await freshFolder(), 2);
  const { token } = await preview(discard);
  till.audit.ready = async () => false;
  expect(await calls.runBulk({ token, operatorId: OPERATOR })).toEqual({
    ok: false,
    error: { code: 'audit.refused' },
  });
  expect(states()).toEqual(['held', 'held']);
  expect(await latest()).toBeUndefined();
});

test('a disk that refuses ends the run, which says so; what is left is as it was', async () => {
  const { till, preview, ran, states } = await heldTill(await freshFolder(), 3);
  const { token } = await preview(discard);
  till.outbox.decisions.discard = async () => null;
  expect(await ran(token)).toMatchObject({ state: 'stopped', problem: 'store.failed', done: 0 });
  expect(states()).toEqual(['held', 'held', 'held']);
});

test('a run can be undone after a restart, within thirty days, and is forgotten then', async () => {
  const folder = await freshFolder();
  const first = await heldTill(folder, 2);
  const run = await first.done(discard);
  await first.stop();
  const { calls, clock } = await startTill(folder, { offer: null });
  await calls.openManager({ pin: '246813', operatorId: OPERATOR });
  const undo = { operatorId: OPERATOR, deed: { kind: 'undo', run: run?.id ?? '' } } as const;
  expect(await calls.previewBulk(undo)).toMatchObject({ ok: true, value: { may: 2 } });
  clock.jump(30 * DAY + 1);
  expect(await calls.listBulkRuns(null)).toEqual({ ok: true, value: { runs: [] } });
});

test('an undo takes back what the run has discarded, and not what somebody has discarded by a decision of their own since', async () => {
  const { till, done, states } = await heldTill(await freshFolder(), 2);
  const { decisions } = till.outbox;
  const run = await done(discard);
  await decisions.requeue(idOf(1));
  await answered(till, idOf(1), WRONG_OPERATOR);
  await decisions.discard(idOf(1), 'manager', { reason: 'test', operatorId: OPERATOR });
  expect(await done({ kind: 'undo', run: run?.id ?? '' })).toMatchObject({
    total: 1,
    done: 1,
  });
  expect(states()).toEqual(['discarded: manager', 'pending']);
});

test('nothing is undone later than thirty days after it, whatever a page still shows', async () => {
  const { till, calls, done, clock, states } = await heldTill(await freshFolder(), 1);
  const run = await done(discard);
  const undo = { operatorId: OPERATOR, deed: { kind: 'undo', run: run?.id ?? '' } } as const;
  clock.jump(30 * DAY + 1);
  expect(await calls.previewBulk(undo)).toMatchObject({ error: { code: 'bulk.outdated' } });
  expect(states()).toEqual(['discarded: manager']);
  expect(till.bulk.list().runs).toEqual([]);
});

test('nobody is named in a correction who is no operator of this till any more when it is made', async () => {
  const { till, preview, ran, states } = await heldTill(await freshFolder(), 1);
  const { token } = await preview(correct);
  expect(await till.provisioning.offer({ provision: PROVISION, isTrusted: true })).toBe(
    'taken-over',
  );
  expect(await ran(token)).toMatchObject({ done: 0, left: { changed: 1 } });
  expect(states()).toEqual(['held']);
});
