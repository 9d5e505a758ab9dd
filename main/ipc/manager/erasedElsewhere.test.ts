import { expect, test } from 'vitest';
import { erasingTill, formOf, idOf, ONE } from '../../../testing/tills/erasingTill.ts';

const OTHER = { mobile: '13987654321' };
const BUSY = { ok: false, error: { code: 'person.busy' } };

test('while somebody is being erased no page that begins anew gets their form, none of theirs is kept, and the page that is there by then hears of it', async () => {
  const { calls, told, answered } = await erasingTill();
  expect(await calls.getDraft(null)).toEqual(BUSY);
  // Also under another id, by the number alone, and as a correction of theirs.
  expect(await calls.keepDraft(formOf(3, ONE))).toEqual(BUSY);
  const correction = { ...formOf(4, OTHER), correctionOf: idOf(1) };
  expect(await calls.keepDraft(correction)).toEqual(BUSY);
  expect(told).toEqual([]);
  expect(await answered()).toMatchObject({ ok: true, value: { draft: idOf(2) } });
  expect(told).toEqual([{ identity: ONE, saves: [idOf(1)], draft: idOf(2) }]);
  expect(await calls.getDraft(null)).toEqual({ ok: true, value: null });
});

test('the form of whoever is registered meanwhile stays, and is kept once that is over', async () => {
  const { till, calls, answered } = await erasingTill();
  await calls.keepDraft(formOf(3, ONE));
  expect(await calls.keepDraft(formOf(3, OTHER))).toEqual(BUSY);
  expect(await calls.getDraft(null)).toMatchObject({ value: { member: OTHER } });
  expect(await answered()).toMatchObject({ ok: true });
  expect(await till.drafts.read()).toMatchObject({ draft: { member: OTHER } });
  expect(await calls.getDraft(null)).toMatchObject({ value: { member: OTHER } });
});

test('of what is cleared or saved meanwhile no form is kept behind that', async () => {
  const { till, calls, answered } = await erasingTill();
  await calls.keepDraft(formOf(3, OTHER));
  await calls.dropDraft(null);
  expect(till.person.leaving.waiting).toBe(null);
  const form = formOf(4, OTHER);
  await calls.keepDraft(form);
  const { requestId, operatorId, consent, correctionOf } = form;
  const saved = { requestId, operatorId, member: OTHER, consent, correctionOf };
  expect(await calls.registerMember(saved)).toMatchObject({ ok: true });
  expect(await answered()).toMatchObject({ ok: true });
  expect(await till.drafts.read()).toBe(null);
});

test('an erasing that comes to nothing gives their form back, and nobody hears that they were erased', async () => {
  const { till, calls, told, unanswered } = await erasingTill();
  await calls.keepDraft(formOf(3, ONE));
  expect(await unanswered()).toEqual(BUSY);
  expect(await till.drafts.read()).toMatchObject({ draft: { requestId: idOf(3) } });
  expect(told).toEqual([]);
  expect(await calls.getDraft(null)).toMatchObject({ value: { member: ONE } });
  expect(await calls.keepDraft(formOf(2, ONE))).toMatchObject({ ok: true });
});
