import { expect, test } from 'vitest';
import type { Draft } from '../../../app/draft/draft.ts';
import { EMPTY_MEMBER } from '../../../app/member/memberSchema.ts';
import type { ErasedNews } from '../../../app/person/personView.ts';
import { accepted } from '../../../app/replay/gateSteps.fixture.ts';
import {
  CONSENT,
  freshFolder,
  OPERATOR,
  PIN,
  startTill,
} from '../../../testing/tills/openedTill.ts';

const [ONE, OTHER] = [{ mobile: '13912345678' }, { mobile: '13987654321' }];
const idOf = (number: number) => String(number).padStart(32, '0');
const BUSY = { ok: false, error: { code: 'person.busy' } };

const formOf = (number: number, member: Partial<Draft['member']>): Draft => ({
  requestId: idOf(number),
  operatorId: OPERATOR,
  member: { ...EMPTY_MEMBER, ...member },
  consent: CONSENT,
  correctionOf: null,
  chosen: null,
  isLocked: false,
});

/** A till whose manager erases somebody while their save is under way: it waits until that is answered. */
async function erasingTill() {
  const told: ErasedNews[] = [];
  const tellErased = (news: ErasedNews) => void told.push(news);
  const started = await startTill(await freshFolder(), {}, { tellErased });
  const { till, calls, clock } = started;
  const { saves, delivery } = till.outbox;
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const consent = CONSENT;
  const requestId = idOf(1);
  await calls.registerMember({
    ...{ requestId, operatorId: OPERATOR, member: ONE, consent, correctionOf: null },
  });
  await calls.keepDraft(formOf(2, ONE));
  const save = saves.find(requestId);
  const sending = save && (await delivery.mark(save, 5));
  if (sending === undefined || sending === null) throw new Error('not there');
  const erasing = calls.erasePerson({ identity: ONE, operatorId: OPERATOR, slips: ['S-0001'] });
  await expect.poll(() => till.person.leaving.has(formOf(2, ONE))).toBe(true);
  const answered = async () => {
    const context = { now: 9, random: () => 0, isOwnFault: false, isEverybodys: false };
    await delivery.settle(sending, accepted, context);
    await clock.pass(1_000);
    return erasing;
  };
  const unanswered = async () => {
    let isOver = false;
    void erasing.finally(() => {
      isOver = true;
    });
    while (!isOver) await clock.pass(1_000);
    return erasing;
  };
  return { ...started, told, answered, unanswered };
}

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

test('the form of whoever is registered meanwhile is kept, and stays', async () => {
  const { calls, answered } = await erasingTill();
  expect(await calls.keepDraft(formOf(3, OTHER))).toMatchObject({ ok: true });
  expect(await calls.getDraft(null)).toMatchObject({ value: { member: OTHER } });
  expect(await answered()).toMatchObject({ ok: true });
  expect(await calls.getDraft(null)).toMatchObject({ value: { member: OTHER } });
});

test('an erasing that comes to nothing gives their form back, and nobody hears that they were erased', async () => {
  const { calls, told, unanswered } = await erasingTill();
  expect(await unanswered()).toEqual(BUSY);
  expect(told).toEqual([]);
  expect(await calls.getDraft(null)).toMatchObject({ value: { member: ONE } });
  expect(await calls.keepDraft(formOf(2, ONE))).toMatchObject({ ok: true });
});
