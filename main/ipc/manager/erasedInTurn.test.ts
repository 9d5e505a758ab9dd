import { expect, test } from 'vitest';
import {
  CONSENT,
  freshFolder,
  OPERATOR,
  PIN,
  startTill,
} from '../../../testing/tills/openedTill.ts';
import { tokenOf } from '../../person/personToken.ts';

const [ONE, OTHER] = [{ mobile: '13912345678' }, { mobile: '13987654321' }];
const idOf = (number: number) => String(number).padStart(32, '0');

test('who was corrected while somebody else was being erased is not who was confirmed: nothing of theirs is erased, nor left behind unsaid', async () => {
  const { till, calls } = await startTill(await freshFolder());
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const register = (number: number, member: object, correctionOf: string | null = null) =>
    calls.registerMember({
      ...{ requestId: idOf(number), operatorId: OPERATOR, member, correctionOf },
      consent: CONSENT,
    });
  await register(1, ONE);
  await register(2, OTHER);
  await calls.readForCorrection({ requestId: idOf(1), operatorId: OPERATOR });
  const erase = (identity: typeof ONE, slip: string) =>
    calls.erasePerson({ identity, operatorId: OPERATOR, token: tokenOf([slip]) });
  const other = erase(OTHER, 'S-0002');
  const erased = erase(ONE, 'S-0001');
  // Both are confirmed, and the first is being erased.
  while (till.outbox.saves.find(idOf(2)) !== undefined)
    await new Promise((resolve) => setImmediate(resolve));
  const corrected = register(3, { ...ONE, name: '欧阳晓岚' }, idOf(1));
  expect(await other).toMatchObject({ ok: true });
  expect(await corrected).toMatchObject({ ok: true });
  const answer = await erased;
  const left = till.person.desk.savesOf(ONE).map(({ requestId }) => requestId);
  expect([answer.ok ? 'erased' : answer.error.code, left]).toEqual([
    'person.changed',
    [idOf(1), idOf(3)],
  ]);
});
