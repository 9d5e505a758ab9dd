import { expect, test } from 'vitest';
import { CONSENT, freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';

const SAVE = 'a'.repeat(32);
const CORRECTION = 'b'.repeat(32);
const mobile = '13812346520';

/** A till with somebody who was accepted, and whose correction another till has by now. */
async function correctedElsewhere() {
  const { calls, till } = await startTill(await freshFolder());
  const by = { operatorId: OPERATOR, consent: CONSENT };
  const registered = { requestId: SAVE, ...by, member: { mobile, name: '王芳' } };
  await calls.registerMember({ ...registered, correctionOf: null });
  const [save] = till.outbox.saves.queue.values();
  const sending = save && (await till.outbox.delivery.mark(save, 1));
  if (!sending) throw new Error('nothing to send');
  const words = { code: '', subCode: '', text: '', traceId: '' };
  const context = { now: 1, random: () => 0, isOwnFault: false, isEverybodys: false };
  const accepted = { ...words, class: 'accepted', customerId: '7' } as const;
  await till.outbox.delivery.settle(sending, accepted, context);
  const correction = { requestId: CORRECTION, ...by, member: { mobile, name: '王小芳' } };
  expect(await calls.registerMember({ ...correction, correctionOf: SAVE })).toMatchObject({
    ok: true,
  });
  await till.outbox.decisions.discard(CORRECTION, 'moved');
  return { calls, till };
}

test('whoever was accepted, and whose correction another till has, is told to be there: nothing can be corrected here, and whoever shares the number is shut out of nothing', async () => {
  const { calls } = await correctedElsewhere();
  expect(await calls.findMember({ mobile })).toMatchObject({
    value: { requestId: SAVE, slip: 'S-0001', state: 'moved' },
  });
});

test('whoever corrects them all the same, as they were asked before it went, is told which slip goes on there', async () => {
  const { calls } = await correctedElsewhere();
  const by = { operatorId: OPERATOR, consent: CONSENT, correctionOf: SAVE };
  const registered = { requestId: 'c'.repeat(32), ...by, member: { mobile, name: '王大芳' } };
  expect(await calls.registerMember(registered)).toMatchObject({
    value: { slip: 'S-0003', uncorrected: 'S-0002' },
  });
});

test('whoever corrects them while it is being handed over waits, and is told so then', async () => {
  const { calls, till } = await correctedElsewhere();
  await till.outbox.decisions.requeue(CORRECTION);
  const end = till.outbox.lending.begin([CORRECTION]);
  const by = { operatorId: OPERATOR, consent: CONSENT, correctionOf: SAVE };
  const registered = { requestId: 'c'.repeat(32), ...by, member: { mobile, name: '王大芳' } };
  const reply = calls.registerMember(registered);
  await till.outbox.decisions.discard(CORRECTION, 'moved');
  end();
  expect(await reply).toMatchObject({ value: { uncorrected: 'S-0002' } });
});

test('once the correction is here again it is the one that is corrected', async () => {
  const { calls, till } = await correctedElsewhere();
  await till.outbox.decisions.requeue(CORRECTION);
  expect(await calls.findMember({ mobile })).toMatchObject({
    value: { requestId: CORRECTION, state: 'pending' },
  });
});

test('a correction that a manager has discarded keeps nobody from another', async () => {
  const { calls, till } = await correctedElsewhere();
  await till.outbox.decisions.requeue(CORRECTION);
  await till.outbox.decisions.discard(CORRECTION, 'manager');
  expect(await calls.findMember({ mobile })).toMatchObject({
    value: { requestId: SAVE, state: 'accepted' },
  });
});
