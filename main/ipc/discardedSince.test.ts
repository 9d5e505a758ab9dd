import { expect, test } from 'vitest';
import { CONSENT, freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';

const ID = 'a'.repeat(32);
const AGAIN = 'b'.repeat(32);

test('nobody is told that a save is safe which the manager has discarded since: the form whose answer was lost is stored under another id', async () => {
  const { till, calls } = await startTill(await freshFolder());
  const press = (requestId: string) =>
    calls.registerMember({
      requestId,
      operatorId: OPERATOR,
      member: { mobile: '13812346520' },
      correctionOf: null,
      consent: CONSENT,
    });
  // Its answer is lost.
  expect(await press(ID)).toMatchObject({ ok: true });
  expect(await press(ID), 'as long as it stands').toMatchObject({ ok: true });
  const choice = { requestId: ID, operatorId: OPERATOR, pin: PIN };
  expect(await calls.discardSave({ ...choice, reason: 'duplicate' })).toMatchObject({ ok: true });
  expect(await press(ID)).toEqual({ ok: false, error: { code: 'intention.reused' } });
  expect(await press(AGAIN)).toMatchObject({ ok: true });
  const states = [...till.outbox.saves.values()].map(({ requestId, state }) => [requestId, state]);
  expect(states).toEqual([
    [ID, 'discarded'],
    [AGAIN, 'pending'],
  ]);
});
