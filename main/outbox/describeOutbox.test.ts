import { expect, test } from 'vitest';
import { ReplayTill, refusedConnection } from '../../testing/tills/replayTill.ts';
import { describeOutbox } from './describeOutbox.ts';

const notice = { code: 'store.torn-tail', detail: 'x' } as const;

test('the window knows the last twenty saves, what waits and since when, and every notice', async () => {
  const till = await new ReplayTill().start();
  till.answer = () => refusedConnection;
  const begun = till.clock.now();
  for (let number = 1; number <= 25; number += 1) {
    await till.register(number);
    await till.clock.pass(10);
  }
  till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
  const view = describeOutbox(till.outbox, till.replayer, [notice]);
  expect(view.recent).toHaveLength(20);
  expect(view.recent[0]).toMatchObject({ slip: 'S-0025', code: '', subCode: '', field: null });
  expect(view).toMatchObject({ waiting: 25, oldestWaitingAt: begun });
  expect(view.notices).toEqual([notice, { code: 'store.disk-full', detail: 'ENOSPC' }]);
});

test('a save is shown with the codes of its answer and the field that it names, and with when it was exported where it came from', async () => {
  const till = await new ReplayTill().start();
  await till.register(1);
  const save = till.outbox.find('1'.padStart(32, '0'));
  if (save === undefined) throw new Error('no save');
  const codes = { code: '41', subCode: 'isv.x', field: 'birthday' } as const;
  till.outbox.book.keep({
    ...save,
    lastOutcome: { class: 'rejected', ...codes },
    imported: { exportedAt: 77, before: 1, madeAt: 1 },
  });
  const [line] = describeOutbox(till.outbox, till.replayer, []).recent;
  expect(line).toMatchObject({ ...codes, exportedAt: 77, madeFor: 'gw.example' });
});

test('where nothing waits there is no oldest', async () => {
  const till = await new ReplayTill().start();
  expect(describeOutbox(till.outbox, till.replayer, [])).toMatchObject({
    waiting: 0,
    oldestWaitingAt: null,
    recent: [],
    notices: [],
  });
});
