import { describe, expect, test } from 'vitest';
import { CONSENT, freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';

const SAVE = 'a'.repeat(32);
const mobile = '13812346520';

async function acceptNext({ outbox }: Awaited<ReturnType<typeof startTill>>['till']) {
  const [save] = outbox.saves.queue.values();
  const sending = save && (await outbox.delivery.mark(save, 1));
  const words = { code: '', subCode: '', text: '', traceId: '' };
  const context = { now: 1, random: () => 0, isOwnFault: false, isEverybodys: false };
  if (!sending) throw new Error('nothing to send');
  await outbox.delivery.settle(sending, { ...words, class: 'accepted', customerId: '7' }, context);
}

/** A till with one save of 王芳. */
async function tillWithOne() {
  const till = await startTill(await freshFolder());
  const { calls } = till;
  const member = { mobile, name: '王芳' };
  const given = {
    requestId: SAVE,
    operatorId: OPERATOR,
    member,
    correctionOf: null,
    consent: CONSENT,
  };
  expect(await calls.registerMember(given)).toMatchObject({ ok: true });
  const compare = (change: object, operatorId = OPERATOR) =>
    calls.compareMember({ requestId: SAVE, operatorId, member: { ...member, ...change } });
  const accept = () => acceptNext(till.till);
  const reads = async () =>
    (await till.lines()).filter(({ action }) => action.startsWith('save.read'));
  return { ...till, compare, accept, reads };
}

const birthday = '1990-01-31';

describe('what a correction would change', () => {
  test('is told of nobody who is being erased', async () => {
    const { till, compare, reads } = await tillWithOne();
    let told: Awaited<ReturnType<typeof compare>> | undefined;
    await till.outbox.erasing.erase([SAVE], async () => {
      told = await compare({ name: '李强' });
      return false;
    });
    expect(told).toMatchObject({ ok: false, error: { code: 'save.changed' } });
    expect(await reads()).toEqual([]);
  });

  test('is told in whole values while the save waits, with a line in the audit trail', async () => {
    const { compare, reads } = await tillWithOne();
    expect(await compare({ name: '李强', birthday })).toEqual({
      ok: true,
      value: {
        changes: [
          { field: 'name', from: { kind: 'value', value: '王芳' }, to: '李强' },
          { field: 'birthday', from: { kind: 'value', value: null }, to: birthday },
        ],
        asksWhose: ['name'],
      },
    });
    expect(await reads()).toMatchObject([{ slip: 'S-0001', reason: 'compare' }]);
  });

  test('is told by masks once it was accepted, and whether all of it is the same', async () => {
    const { compare, accept, reads } = await tillWithOne();
    await accept();
    const nothing = { ok: true, value: { changes: [], asksWhose: [] } };
    expect(await compare({})).toEqual(nothing);
    expect(await compare({ name: '李强' })).toMatchObject({
      value: { changes: [{ from: { kind: 'mask', text: '王*' } }], asksWhose: ['name'] },
    });
    expect(await reads(), 'no value was shown').toEqual([]);
  });

  test('asks about no birthday that was not there before: giving what was missing makes nobody another person', async () => {
    const { compare, accept } = await tillWithOne();
    await accept();
    const missing = { kind: 'value', value: null };
    const birthdayGiven = { field: 'birthday', from: missing, to: birthday };
    expect(await compare({ birthday })).toEqual({
      ok: true,
      value: { changes: [birthdayGiven], asksWhose: [] },
    });
    expect(await compare({ birthday, remark: 'x' })).toMatchObject({
      value: { changes: [birthdayGiven, { field: 'remark', from: missing }], asksWhose: [] },
    });
  });

  test('asks about a birthday where nobody knows any more whether there was another one', async () => {
    const { calls, till, accept } = await tillWithOne();
    const other = { requestId: 'c'.repeat(32), operatorId: OPERATOR, consent: CONSENT };
    const member = { mobile: '13812346521', birthday: '1980-01-31' };
    await accept();
    expect(await calls.registerMember({ ...other, member, correctionOf: null })).toMatchObject({
      ok: true,
    });
    await acceptNext(till);
    const compared = await calls.compareMember({
      requestId: other.requestId,
      operatorId: OPERATOR,
      member: { ...member, birthday },
    });
    expect(compared).toMatchObject({ value: { asksWhose: ['birthday'] } });
  });

  test('is asked about no faster than a person types', async () => {
    const { compare, accept } = await tillWithOne();
    await accept();
    const replies = [];
    for (let guess = 0; guess < 10; guess += 1) replies.push(await compare({ name: `王${guess}` }));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(6);
    expect(replies.at(-1)).toMatchObject({ error: { code: 'lookup.too-fast' } });
  });

  test('opens the save for its correction, as showing it does', async () => {
    const { calls, compare } = await tillWithOne();
    await compare({ name: '李强' });
    const correction = {
      requestId: 'b'.repeat(32),
      operatorId: OPERATOR,
      member: { mobile, name: '李强' },
      correctionOf: SAVE,
      consent: null,
    };
    expect(await calls.registerMember(correction)).toMatchObject({ value: { uncorrected: null } });
  });

  test('is not told against what another till has the correction of by now: it goes on there, and the form would take it back', async () => {
    const { calls, till, compare } = await tillWithOne();
    await compare({ name: '李强' });
    const requestId = 'b'.repeat(32);
    const correction = {
      requestId,
      operatorId: OPERATOR,
      member: { mobile, name: '李强' },
      correctionOf: SAVE,
      consent: null,
    };
    expect(await calls.registerMember(correction)).toMatchObject({ ok: true });
    await till.outbox.decisions.discard(requestId, 'moved');
    expect(await compare({ remark: '常客' })).toMatchObject({
      ok: false,
      error: { code: 'save.changed' },
    });
  });

  test('is told against what has corrected the save since: a form that waited meanwhile takes none of it back unseen', async () => {
    const { calls, compare, reads } = await tillWithOne();
    await compare({ name: '李强' });
    const correction = {
      requestId: 'b'.repeat(32),
      operatorId: OPERATOR,
      member: { mobile, name: '李强' },
      correctionOf: SAVE,
      consent: null,
    };
    expect(await calls.registerMember(correction)).toMatchObject({ value: { uncorrected: null } });
    expect(await compare({ remark: '常客' })).toMatchObject({
      value: {
        changes: [
          { field: 'name', from: { kind: 'value', value: '李强' }, to: '王芳' },
          { field: 'remark', to: '常客' },
        ],
        asksWhose: ['name'],
      },
    });
    expect((await reads()).at(-1)).toMatchObject({ slip: 'S-0002' });
    const choice = { requestId: 'b'.repeat(32), operatorId: OPERATOR, pin: PIN };
    await calls.discardSave({ ...choice, reason: 'mistake' });
    expect(await compare({}), 'it stands no more').toMatchObject({ value: { changes: [] } });
  });

  test('asks whose data these are where the new number, or code, is that of somebody else who is registered here', async () => {
    const { calls, compare, accept } = await tillWithOne();
    const others = '13987654321';
    const code = { outerId: 'ou-1', outerType: 'wechat' };
    const other = {
      requestId: 'c'.repeat(32),
      operatorId: OPERATOR,
      member: { mobile: others, ...code, name: '李强' },
      correctionOf: null,
      consent: CONSENT,
    };
    expect(await calls.registerMember(other as never)).toMatchObject({ ok: true });
    const asked = async (change: object) => {
      const reply = await compare(change);
      return reply.ok ? reply.value.asksWhose : reply.error.code;
    };
    expect(await asked({ mobile: others })).toEqual(['mobile']);
    expect(await asked(code)).toEqual(['outerId']);
    expect(await asked({ mobile: '13987654322' }), 'nobody’s').toEqual([]);
    expect(await asked({ remark: '常客' }), 'their own').toEqual([]);
    await accept();
    expect(await asked({ mobile: others }), 'also where nothing but a mask is left').toEqual([
      'mobile',
    ]);
  });

  test('is told to nobody who is not of this till, and of no save that a manager has closed', async () => {
    const { calls, compare } = await tillWithOne();
    expect(await compare({}, 'stranger')).toMatchObject({ error: { code: 'operator.unknown' } });
    await calls.discardSave({ requestId: SAVE, operatorId: OPERATOR, pin: PIN, reason: 'test' });
    expect(await compare({})).toMatchObject({ error: { code: 'save.changed' } });
  });
});
