import { expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { ReplayTill, refusedConnection } from '../../testing/tills/replayTill.ts';
import { describeOutbox } from './describeOutbox.ts';

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

test('where nothing waits there is no oldest', async () => {
  const till = await new ReplayTill().start();
  expect(describeOutbox(till.outbox, till.replayer, [])).toMatchObject({
    waiting: 0,
    oldestWaitingAt: null,
    recent: [],
    warnings: [],
  });
});
