import { expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { freshFolder, OPERATOR, startTill } from '../testing/openedTill.ts';

const words = { code: '', subCode: '', text: '', traceId: '' };

const idOf = (number: number) => String(number).padStart(32, '0');

/** A till at which a page registers what it likes as the correction of any save, without ever opening that one. */
async function tillOfCorrections() {
  const till = await startTill(await freshFolder());
  const consent = { at: 1, noticeVersion: 'tillside-1', operatorId: OPERATOR, marketing: false };
  const register = (number: number, correctionOf: number | null) =>
    till.calls.registerMember({
      requestId: idOf(number),
      operatorId: OPERATOR,
      member: { mobile: String(13_800_000_000 + number) },
      correctionOf: correctionOf === null ? null : idOf(correctionOf),
      consent,
    });
  /** The gateway's answer to the first save. */
  const answer = async (outcome: Outcome) => {
    const { outbox } = till.till;
    const save = outbox.find(idOf(1));
    const sending = save && (await outbox.markSending(save, 1));
    if (!sending) throw new Error('it cannot be sent');
    const context = { now: 1, random: () => 0, isOwnFault: false, isEverybodys: false };
    await outbox.settle(sending, outcome, context);
  };
  const corrections = async () =>
    (await till.lines()).filter(({ action }) => action === 'save.corrected');
  return { ...till, register, answer, corrections };
}

test('whoever closes a save with a correction leaves a line, also without having opened it', async () => {
  const { till, register, answer, corrections } = await tillOfCorrections();
  await register(1, null);
  await answer({ ...words, class: 'rejected', code: '41' });
  expect(till.outbox.find(idOf(1))).toMatchObject({ state: 'held' });
  await register(2, 1);
  expect(till.outbox.find(idOf(1))).toMatchObject({ state: 'discarded' });
  expect(await corrections()).toMatchObject([{ operatorId: OPERATOR, slip: 'S-0001' }]);
});

test('a second press of the same correction leaves no second line', async () => {
  const { register, corrections } = await tillOfCorrections();
  await register(1, null);
  await register(2, 1);
  await register(2, 1);
  expect(await corrections()).toHaveLength(1);
});

test('what is changed of a member that was accepted closes nothing, and leaves no line', async () => {
  const { register, answer, corrections } = await tillOfCorrections();
  await register(1, null);
  await answer({ ...words, class: 'accepted', customerId: '7' });
  await register(2, 1);
  expect(await corrections()).toEqual([]);
});

test('what corrects nothing that is here leaves no line', async () => {
  const { register, corrections } = await tillOfCorrections();
  await register(1, null);
  await register(2, 9);
  expect(await corrections()).toEqual([]);
});
