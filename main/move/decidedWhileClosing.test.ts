import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MoveProgress } from '../../app/move/foreseen.ts';
import { CONSENT, MoveDesk, states } from '../../testing/tills/moveDesk.ts';
import { exportTo } from './exportTo.ts';
import { queueFiles } from './queueFiles.ts';

/** More than are closed in one flush. */
const MANY = 600;

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

/** Exports, and does something once the first part is closed. */
async function exportAnd(act: () => Promise<unknown>) {
  const { from, folder, file } = desk;
  for (let number = 3; number <= MANY; number += 1) await from.register(number, undefined, CONSENT);
  let acting: Promise<unknown> | null = null;
  const moved = await exportTo(file, 'correct horse', {
    outbox: from.outbox,
    folder,
    files: queueFiles,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    record: async () => true,
    owe: async () => undefined,
    tell: ({ stage, done }: MoveProgress) => {
      if (stage === 'closing' && done > 0) acting ??= act();
    },
  });
  await acting;
  return moved;
}

test('whoever is in the file is not discarded here while the copies are being closed', async () => {
  const { from } = desk;
  const discarded: unknown[] = [];
  const moved = await exportAnd(async () => {
    const [first] = [...from.outbox.saves.unfinished()];
    const id = first?.requestId ?? '';
    discarded.push(
      await from.outbox.decisions.discard(id, 'manager', { reason: 'declined', operatorId: '3' }),
    );
  });
  expect(moved).toMatchObject({ ok: true, report: { saves: MANY, left: 0 } });
  expect(discarded).toEqual([null]);
  const reasons = [...from.outbox.saves.values()].map(({ closedReason }) => closedReason);
  expect(new Set(reasons)).toEqual(new Set(['moved']));
});

test('nobody in the file is corrected here while the copies are being closed', async () => {
  const { from } = desk;
  const answers: unknown[] = [];
  await exportAnd(async () => {
    answers.push(await from.register(MANY + 1, '13800000001', CONSENT, 1));
    await from.outbox.lending.settled([`${'0'.repeat(31)}1`]);
    answers.push(from.state(1)?.closedReason);
  });
  expect(answers).toEqual([{ ok: false, failure: 'store.failed' }, 'moved']);
  expect(states(from)).toMatchObject({ pending: 0, discarded: MANY });
});
