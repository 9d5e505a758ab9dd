import { cp } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { packMovable } from '../../main/move/movable.ts';
import { sealQueue } from '../../main/outbox/movedFile.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { importQueue } from '../../testing/tills/movedQueue.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import {
  copyOf,
  DAY,
  HOUR,
  idOf,
  importAt,
  openOf,
  PASSPHRASE,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

/** A file whose one member says to have been made so much later than the file (ms). */
async function fileOf(later: number): Promise<string> {
  const { till, stop } = await startTill(await freshFolder());
  await save(till, 1);
  const { exportedAt, saves } = packMovable(till.outbox).queue;
  await stop();
  const dated = saves.map((one) => ({
    ...one,
    history: { ...one.history, createdAt: exportedAt + later },
  }));
  return sealQueue({ exportedAt, saves: dated }, PASSPHRASE);
}

/** A till whose folder has such a file, and a member of its own. */
async function afterReading(later: number): Promise<string> {
  const folder = await freshFolder();
  const text = await fileOf(later);
  const { till, stop } = await startRecoverable(folder, { clock: new VirtualClock(START) });
  expect(await importQueue(till.outbox, text, PASSPHRASE)).toMatchObject({ taken: 1 });
  await save(till, 11);
  await stop();
  return folder;
}

test.each([0, 47 * HOUR])(
  'a store that has gone backwards sends nothing of two days ago by itself, whatever a file that it had read says of its making (%i)',
  async (later) => {
    const folder = await afterReading(later);
    const copy = await copyOf(folder);
    // It goes on, and the copy is put back: what it has sent since is not in there.
    const second = await startTill(folder, { clock: new VirtualClock(START + HOUR) });
    await save(second.till, 12);
    await second.stop();
    await cp(`${folder}.mark`, `${copy}.mark`);
    const { till } = await startTill(copy, { clock: new VirtualClock(START + 2 * DAY) });
    await till.outbox.delivery.holdStale(() => START + 2 * DAY);
    expect(till.outbox.saves.find(idOf(11))?.state).toBe('held');
  },
);

test.each([0, 47 * HOUR])(
  'nor does a till that gets what was recovered out of it two days later (%i)',
  async (later) => {
    const { out } = await runTool(await afterReading(later), { now: START + 2 * DAY });
    const { till } = await importAt(out, START + 2 * DAY);
    expect(openOf(till)).toContainEqual([11, 'late-import']);
  },
);
