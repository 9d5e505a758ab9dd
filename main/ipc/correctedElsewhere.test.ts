import { describe, expect, test } from 'vitest';
import { CONSENT, freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';

const SAVE = 'a'.repeat(32);
const CORRECTION = 'b'.repeat(32);
const BESIDE = 'd'.repeat(32);
const mobile = '13812346520';
const since = '13812346599';

const by = { operatorId: OPERATOR, consent: CONSENT };
type Started = Pick<Awaited<ReturnType<typeof startTill>>, 'calls' | 'till'>;

async function accept({ outbox }: Started['till'], requestId: string): Promise<void> {
  const save = outbox.saves.find(requestId);
  const sending = save && (await outbox.delivery.mark(save, 1));
  if (!sending) throw new Error('nothing to send');
  const words = { code: '', subCode: '', text: '', traceId: '' };
  const context = { now: 1, random: () => 0, isOwnFault: false, isEverybodys: false };
  const accepted = { ...words, class: 'accepted', customerId: '7' } as const;
  await outbox.delivery.settle(sending, accepted, context);
}

/** A till with somebody who was accepted. */
async function withMember(): Promise<Started> {
  const started = await startTill(await freshFolder());
  const registered = { requestId: SAVE, ...by, member: { mobile, name: '王芳' } };
  await started.calls.registerMember({ ...registered, correctionOf: null });
  await accept(started.till, SAVE);
  return started;
}

/** The same, whose correction another till has by now. */
async function correctedElsewhere(started?: Started): Promise<Started> {
  const { calls, till } = started ?? (await withMember());
  const correction = { requestId: CORRECTION, ...by, member: { mobile, name: '王小芳' } };
  expect(await calls.registerMember({ ...correction, correctionOf: SAVE })).toMatchObject({
    ok: true,
  });
  await till.outbox.decisions.discard(CORRECTION, 'moved');
  return { calls, till };
}

/** The same, and before that they were corrected to another number, by which they are known as well; that was accepted. */
async function correctedBeside(): Promise<Started> {
  const started = await withMember();
  const first = { requestId: BESIDE, ...by, member: { mobile: since, name: '王芳' } };
  await started.calls.registerMember({ ...first, correctionOf: SAVE });
  await accept(started.till, BESIDE);
  return correctedElsewhere(started);
}

test('whoever was accepted, and whose correction another till has, is told to be there: nothing can be corrected here, and whoever shares the number is shut out of nothing', async () => {
  const { calls } = await correctedElsewhere();
  expect(await calls.findMember({ mobile })).toMatchObject({
    value: { requestId: SAVE, slip: 'S-0001', state: 'moved' },
  });
});

test('whoever corrects them all the same, as they were asked before it went, is told which slip goes on there', async () => {
  const { calls } = await correctedElsewhere();
  const member = { mobile, name: '王大芳' };
  const registered = { requestId: 'c'.repeat(32), ...by, member, correctionOf: SAVE };
  expect(await calls.registerMember(registered)).toMatchObject({
    value: { slip: 'S-0003', uncorrected: 'S-0002' },
  });
});

test('whoever corrects them while it is being handed over waits, and is told so then', async () => {
  const { calls, till } = await correctedElsewhere();
  await till.outbox.decisions.requeue(CORRECTION);
  const end = till.outbox.lending.begin([CORRECTION]);
  const member = { mobile, name: '王大芳' };
  const registered = { requestId: 'c'.repeat(32), ...by, member, correctionOf: SAVE };
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

describe('by the number of another correction of theirs, which is older than the one that another till has', () => {
  const member = { mobile: since, name: '王大芳' };
  const registered = { requestId: 'c'.repeat(32), ...by, member, correctionOf: BESIDE };

  test('they are told to be there as well', async () => {
    const { calls } = await correctedBeside();
    expect(await calls.findMember({ mobile: since })).toMatchObject({
      value: { requestId: BESIDE, state: 'moved' },
    });
  });

  test('nothing is compared', async () => {
    const { calls } = await correctedBeside();
    const compared = { requestId: BESIDE, operatorId: OPERATOR, member };
    expect(await calls.compareMember(compared)).toMatchObject({ error: { code: 'save.changed' } });
  });

  test('whoever corrects them all the same is told which slip goes on there', async () => {
    const { calls } = await correctedBeside();
    expect(await calls.registerMember(registered)).toMatchObject({
      value: { slip: 'S-0004', uncorrected: 'S-0003' },
    });
  });

  test('so is whoever does while it is being handed over, once that is over', async () => {
    const { calls, till } = await correctedBeside();
    await till.outbox.decisions.requeue(CORRECTION);
    const end = till.outbox.lending.begin([CORRECTION]);
    const reply = calls.registerMember(registered);
    await till.outbox.decisions.discard(CORRECTION, 'moved');
    end();
    expect(await reply).toMatchObject({ value: { uncorrected: 'S-0003' } });
  });

  test('what is registered here since is the newest, and they are known by it', async () => {
    const { calls } = await correctedBeside();
    await calls.registerMember(registered);
    expect(await calls.findMember({ mobile: since })).toMatchObject({
      value: { requestId: registered.requestId, state: 'pending' },
    });
  });
});
