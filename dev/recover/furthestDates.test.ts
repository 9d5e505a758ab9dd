import { expect, test } from 'vitest';
import { packMovable } from '../../main/move/movable.ts';
import { takeOverQueue } from '../../main/outbox/takeOverQueue.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import {
  HOUR,
  idOf,
  importAt,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

/** No date lies further from 1970 (ms). */
const FURTHEST = 8.64e15;

test('what a dead PC has registered is recovered, whatever the file was dated that it had read before', async () => {
  const other = await startTill(await freshFolder());
  await save(other.till, 1);
  await save(other.till, 2, { correctionOf: idOf(1) });
  const { saves } = packMovable(other.till.outbox).queue;
  const folder = await freshFolder();
  const clock = new VirtualClock(START);
  const { till, stop } = await startRecoverable(folder, { clock });
  // As an earlier program has taken it, which let any date pass.
  const queue = { exportedAt: FURTHEST, saves: saves.map((one) => ({ ...one, madeAt: FURTHEST })) };
  expect(await takeOverQueue(till.outbox, queue)).toMatchObject({ taken: 2 });
  for (const number of [11, 12, 13]) await save(till, number);
  // By then no call of a file that seems to be from ahead can arrive any more.
  await clock.pass(HOUR);
  expect(packMovable(till.outbox).requestIds).toHaveLength(4);
  await stop();
  const { result, out } = await runTool(folder, { isLastState: true });
  expect(result).toMatchObject({ ok: true });
  const { till: third } = await importAt(out, START + HOUR);
  expect(openOf(third).map(([number]) => number)).toEqual([2, 11, 12, 13]);
});
