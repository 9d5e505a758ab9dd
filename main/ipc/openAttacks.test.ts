import { expect, test } from 'vitest';
import { noticeVersion } from '../../app/consent/notice.ts';
import { freshFolder, OPERATOR, PIN, startTill } from '../testing/openedTill.ts';

/** Attacks that succeed as yet: each test says what is to be, and turns red once it is. */
const CONSENT = {
  at: 1,
  noticeVersion: noticeVersion(null),
  operatorId: OPERATOR,
  marketing: false,
};
const MEMBER = { mobile: '18634710295', name: '慕容半行' };

const registration = (number: number, correctionOf: string | null = null) => ({
  requestId: idOf(number),
  operatorId: OPERATOR,
  member: MEMBER,
  correctionOf,
  consent: CONSENT,
});
const idOf = (number: number) => number.toString(16).padStart(32, '0');

test.fails('what a manager has closed he can take back, whatever a page calls its correction', async () => {
  const { calls } = await startTill(await freshFolder());
  const choice = { requestId: idOf(1), operatorId: OPERATOR };
  await calls.registerMember(registration(1));
  const closed = await calls.discardSave({ ...choice, pin: PIN, reason: 'duplicate' });
  expect(closed.ok).toBe(true);
  await calls.registerMember({ ...registration(2, idOf(1)), member: { mobile: '13800138000' } });
  expect(await calls.takeBackSave({ ...choice, pin: PIN })).toEqual({ ok: true, value: null });
});
