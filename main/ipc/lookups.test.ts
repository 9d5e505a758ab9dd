import { describe, expect, test } from 'vitest';
import { CALLS } from '../../app/ipc/calls.ts';
import { CONSENT, freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';

const mobile = '13812346520';
const REQUEST = 'a'.repeat(32);

const member = (number: string) => ({
  mobile: number,
  name: '',
  gender: null,
  birthday: '',
  outerId: '',
  outerType: null,
  remark: '',
});

/** A till at which one member was registered and accepted. */
async function acceptedAt() {
  const till = await startTill(await freshFolder());
  const { calls, till: opened } = till;
  const register = (requestId: string, number: string) =>
    calls.registerMember({
      requestId,
      operatorId: OPERATOR,
      member: { mobile: number },
      correctionOf: null,
      consent: CONSENT,
    });
  expect(await register(REQUEST, mobile)).toMatchObject({ ok: true });
  const save = opened.outbox.saves.find(REQUEST);
  const sending = save && (await opened.outbox.delivery.mark(save, 1));
  const words = { code: '', subCode: '', text: '', traceId: '' };
  if (sending)
    await opened.outbox.delivery.settle(
      sending,
      { ...words, class: 'accepted', customerId: '7' },
      { now: 1, random: () => 0, isOwnFault: false, isEverybodys: false },
    );
  return { ...till, register };
}

const candidates = Array.from(
  { length: 7_500 },
  (_, index) => `138${String(index).padStart(4, '0')}6520`,
);
const refused = { ok: false, error: { code: 'lookup.too-fast' } };

describe('an accepted member of whom a mask is left', () => {
  test('is not found by trying the numbers behind the mask, and the trial is in the audit trail', async () => {
    const { calls, lines } = await acceptedAt();
    const replies = [];
    for (const number of candidates) replies.push(await calls.findMember({ mobile: number }));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(6);
    expect(replies.at(-1)).toMatchObject(refused);
    expect((await lines()).filter(({ action }) => action === 'lookups.refused')).toHaveLength(1);
  });

  test('is not found by saving under its id what it might be', async () => {
    const { register } = await acceptedAt();
    const codes = new Set<string>();
    for (const number of candidates.slice(0, 50)) {
      const reply = await register(REQUEST, number);
      codes.add(reply.ok ? 'found' : reply.error.code);
    }
    expect(codes).toEqual(new Set(['intention.reused', 'lookup.too-fast']));
    expect(await register(REQUEST, mobile)).toMatchObject(refused);
  });

  test('is not found by leaving drafts of what it might be', async () => {
    const { calls } = await acceptedAt();
    const ask = async (number: string) => {
      await calls.keepDraft({
        requestId: REQUEST,
        operatorId: OPERATOR,
        member: member(number),
        consent: null,
        correctionOf: null,
        chosen: null,
        isLocked: false,
      });
      return calls.getDraft(null);
    };
    for (const number of candidates.slice(0, 20)) await ask(number);
    expect(await ask(mobile)).toMatchObject(refused);
  });
});

test('who was corrected is found by the correction, with the time of the registration', async () => {
  const { calls, till } = await acceptedAt();
  await calls.findMember({ mobile });
  const since = till.outbox.saves.find(REQUEST)?.createdAt;
  await new Promise((resolve) => setTimeout(resolve, 5));
  const requestId = 'b'.repeat(32);
  const correction = { requestId, operatorId: OPERATOR, member: { mobile, name: '王芳' } };
  const reply = await calls.registerMember({
    ...correction,
    correctionOf: REQUEST,
    consent: null,
  });
  expect(reply).toMatchObject({ ok: true });
  expect(await calls.findMember({ mobile })).toMatchObject({
    ok: true,
    value: { requestId, registeredAt: since },
  });
});

test('whoever asks too fast can register all the same, and press twice', async () => {
  const { calls, register, clock } = await acceptedAt();
  for (const number of candidates.slice(0, 20)) await calls.findMember({ mobile: number });
  for (let customer = 1; customer <= 20; customer += 1) {
    const requestId = String(customer).padStart(32, '0');
    expect(await register(requestId, `139001380${10 + customer}`)).toMatchObject({ ok: true });
  }
  await clock.pass(4_000);
  expect(await register(REQUEST, mobile)).toMatchObject({ ok: true });
  expect(await calls.findMember({ mobile })).toMatchObject({ ok: true, value: { slip: 'S-0001' } });
});

test('a member code is asked about like a number: by its kind, at the same rate, and what is no code is refused', async () => {
  const { calls } = await acceptedAt();
  const code = { outerId: '2088328921390232', outerType: 'alipay' } as const;
  const member = { member: code, operatorId: OPERATOR, correctionOf: null, consent: CONSENT };
  expect(await calls.registerMember({ ...member, requestId: 'c'.repeat(32) })).toMatchObject({
    ok: true,
  });
  expect(await calls.findMember(code)).toMatchObject({ value: { slip: 'S-0002' } });
  expect(await calls.findMember({ ...code, outerType: 'wechat' })).toEqual({
    ok: true,
    value: null,
  });
  for (let asked = 2; asked < 6; asked += 1) await calls.findMember(code);
  expect(await calls.findMember(code)).toMatchObject(refused);
  const { findMember } = CALLS;
  for (const outerId of ['', ' ', '2088 3289', '会员', '1'.repeat(65)])
    expect(findMember.argument.safeParse({ ...code, outerId }).success, outerId).toBe(false);
});

test('who went to another till is told as such, and is not opened: a correction here closes nothing', async () => {
  const { calls, register, till } = await acceptedAt();
  const requestId = 'd'.repeat(32);
  await register(requestId, '13900138000');
  await till.outbox.decisions.discard(requestId, 'moved');
  expect(await calls.findMember({ mobile: '13900138000' })).toMatchObject({
    value: { requestId, slip: 'S-0002', state: 'moved', masked: { mobile: '139****8000' } },
  });
  expect(till.opened.take(requestId)).toBeNull();
});
