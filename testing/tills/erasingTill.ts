import { expect } from 'vitest';
import type { Draft } from '../../app/draft/draft.ts';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import type { ErasedNews } from '../../app/person/personView.ts';
import { accepted } from '../../app/replay/gateSteps.fixture.ts';
import { tokenOf } from '../../main/person/personToken.ts';
import { CONSENT, freshFolder, OPERATOR, PIN, startTill } from './openedTill.ts';

/** Whoever is erased. */
export const ONE = { mobile: '13912345678' };

export const idOf = (number: number) => String(number).padStart(32, '0');

export const formOf = (number: number, member: Partial<Draft['member']>): Draft => ({
  requestId: idOf(number),
  operatorId: OPERATOR,
  member: { ...EMPTY_MEMBER, ...member },
  consent: CONSENT,
  correctionOf: null,
  chosen: null,
  isLocked: false,
});

/** A till whose manager erases somebody while their save is under way: it waits until that is answered. */
export async function erasingTill() {
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
  const erasing = calls.erasePerson({
    identity: ONE,
    operatorId: OPERATOR,
    token: tokenOf(['S-0001']),
  });
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
