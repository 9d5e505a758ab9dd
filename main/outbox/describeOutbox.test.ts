import { expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { ReplayTill, refusedConnection } from '../../testing/tills/replayTill.ts';
import { describeOutbox } from './describeOutbox.ts';
import { listSaves } from './listSaves.ts';

const warning = { code: 'store.torn-tail', detail: 'x' } as const;

test('the window knows the last twenty saves, what waits and since when, and every warning', async () => {
  const till = await new ReplayTill().start();
  till.answer = () => refusedConnection;
  const begun = till.clock.now();
  for (let number = 1; number <= 25; number += 1) {
    await till.register(number);
    await till.clock.pass(10);
  }
  till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
  const view = describeOutbox(till.outbox, till.replayer, [warning]);
  expect(view.recent).toHaveLength(20);
  expect(view.recent[0]).toMatchObject({ slip: 'S-0025', code: '', subCode: '', field: null });
  expect(view).toMatchObject({ waiting: 25, oldestWaitingAt: begun });
  expect(view.warnings).toEqual([warning, { code: 'store.disk-full', detail: 'ENOSPC' }]);
});

test('a save is shown with the codes of its answer and the field that it names, and with when it was exported where it came from', async () => {
  const till = new ReplayTill();
  const codes = { code: '41', subCode: 'isv.x', field: 'birthday' } as const;
  const save = aSave({
    app: 'https://gw.example k',
    state: 'held',
    heldReason: 'rejected',
    lastOutcome: { class: 'rejected', ...codes },
    imported: { exportedAt: 77, before: 1, madeAt: 1 },
  });
  till.store.onDisk.set(save.requestId, save);
  await till.start();
  const [line] = describeOutbox(till.outbox, till.replayer, []).recent;
  expect(line).toMatchObject({ ...codes, exportedAt: 77, madeFor: 'gw.example' });
});

test('the window is given little of lines that somebody has filled with millions of characters', async () => {
  const till = new ReplayTill();
  const long = 'x'.repeat(3_000_000);
  for (const [at, heldReason] of (['rejected', 'other-app'] as const).entries()) {
    const save = aSave({
      requestId: String(at).padStart(32, '0'),
      sequence: at + 1,
      brandId: long,
      masked: { mobile: long, name: long },
      operatorId: long,
      customerId: long,
      app: `https://${long} k`,
      state: 'held',
      heldReason,
      closing: { reason: 'other', operatorId: long },
      lastOutcome: { class: 'rejected', code: long, subCode: long, field: long as never },
    });
    till.store.onDisk.set(save.requestId, save);
  }
  await till.start();
  const { saves } = till.outbox;
  const view = describeOutbox(till.outbox, till.replayer, []);
  const query = { filter: 'all', search: '', offset: 0, limit: 20 } as const;
  const list = listSaves(saves, query, 0, (save) => till.outbox.permissions.of(save));
  expect(list.rows).toHaveLength(2);
  for (const shown of [view, list]) expect(JSON.stringify(shown).length).toBeLessThan(20_000);
});

test('where nothing waits there is no oldest', async () => {
  const till = await new ReplayTill().start();
  expect(describeOutbox(till.outbox, till.replayer, [])).toMatchObject({
    waiting: 0,
    oldestWaitingAt: null,
    recent: [],
    warnings: [],
  });
});
