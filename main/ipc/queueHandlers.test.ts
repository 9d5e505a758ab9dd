import { describe, expect, test } from 'vitest';
import { choice, PIN, queueDesk, rejected, words } from '../../testing/tills/queueDesk.ts';

const { requestId, operatorId } = choice;

describe('reading a save to correct it', () => {
  test('gives what was typed, in the clear, and leaves a line in the audit trail', async () => {
    const { entries, handlers, answer } = await queueDesk();
    await answer({ ...rejected, text: '生日不合法', traceId: 't-1' });
    const query = { filter: 'all', search: '', offset: 0, limit: 1 } as const;
    expect(JSON.stringify(await handlers.listSaves(query)), 'no list has the words').not.toMatch(
      /生日不合法|t-1/,
    );
    expect(await handlers.readForCorrection(choice)).toEqual({
      ok: true,
      value: {
        requestId,
        slip: 'S-0001',
        member: {
          mobile: '13800138000',
          name: '刘德华',
          gender: 0,
          birthday: '1990-01-01',
          outerId: '',
          outerType: null,
          remark: ' a\n',
        },
        heldReason: 'rejected',
        busyHours: null,
        madeFor: '',
        code: '41',
        subCode: '',
        text: '生日不合法',
        traceId: 't-1',
      },
    });
    expect(entries).toEqual([{ action: 'save.read', operatorId, slip: 'S-0001' }]);
  });

  test('is refused once it is accepted: nothing of it is left', async () => {
    const { entries, handlers, answer } = await queueDesk();
    await answer({ ...words, class: 'accepted', customerId: '7' });
    expect(await handlers.readForCorrection(choice)).toMatchObject({
      error: { code: 'save.changed' },
    });
    expect(entries).toEqual([]);
  });
});

test('nobody reads a save without a trace: where the audit trail cannot be written it stays closed', async () => {
  const { switches, handlers } = await queueDesk();
  switches.isTrailFull = true;
  expect(await handlers.readForCorrection(choice)).toEqual({
    ok: false,
    error: { code: 'audit.refused' },
  });
});

test('where no line can be written nothing is sent again, discarded or requeued', async () => {
  const { switches, outbox, entries, told, handlers, state, answer } = await queueDesk();
  await answer(rejected);
  switches.isTrailFull = true;
  const refused = { ok: false, error: { code: 'audit.refused' } };
  const byManager = { ...choice, pin: PIN };
  expect(await handlers.sendHeldAgain(byManager)).toEqual(refused);
  expect(await handlers.discardSave({ ...byManager, reason: 'test' })).toEqual(refused);
  expect([state(), entries, told]).toEqual(['held', [], []]);
  await outbox.decisions.discard(requestId, 'manager');
  expect(await handlers.requeueSave(byManager)).toEqual(refused);
  expect([state(), entries, told]).toEqual(['discarded', [], []]);
});

test('nobody reads saves faster than somebody can look at them', async () => {
  const { switches, entries, handlers } = await queueDesk();
  switches.tooFast = { ok: false, error: { code: 'lookup.too-fast', waitSeconds: 4 } };
  expect(await handlers.readForCorrection(choice)).toEqual(switches.tooFast);
  expect(entries).toEqual([]);
});

test('nobody sends saves again faster than somebody can look at them, but for the manager', async () => {
  const { switches, outbox, entries, told, handlers, state, answer } = await queueDesk();
  await answer(rejected);
  switches.tooFast = { ok: false, error: { code: 'send.too-fast', waitSeconds: 4 } };
  expect(await handlers.sendHeldAgain({ ...choice, pin: null })).toEqual(switches.tooFast);
  expect([state(), entries, told]).toEqual(['held', [], []]);
  await outbox.decisions.discard(requestId, 'manager');
  expect(await handlers.requeueSave({ ...choice, pin: PIN })).toMatchObject({ ok: true });
});

test('only an operator of this till reads or decides, as the audit trail names them', async () => {
  const { entries, told, handlers, state, answer } = await queueDesk();
  await answer(rejected);
  const stranger = { requestId, operatorId: '999', pin: PIN };
  const { pin: _, ...without } = stranger;
  for (const reply of [
    await handlers.readForCorrection(without),
    await handlers.sendHeldAgain(stranger),
    await handlers.discardSave({ ...stranger, reason: 'test' }),
    await handlers.requeueSave(stranger),
  ]) {
    expect(reply).toEqual({ ok: false, error: { code: 'operator.unknown' } });
  }
  expect([state(), entries, told]).toEqual(['held', [], []]);
});
