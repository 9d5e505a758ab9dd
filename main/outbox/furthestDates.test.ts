import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { anOutbox, register } from '../../testing/tills/hostileQueue.ts';
import { importQueue } from '../../testing/tills/movedQueue.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { hasShape } from '../journal/saveShape.ts';
import { checked } from '../move/importFrom.ts';
import { packMovable } from '../move/movable.ts';
import { sealQueue } from './movedFile.ts';
import type { MovedQueue } from './movedQueue.ts';
import type { Outbox } from './openOutbox.ts';
import { takeOverQueue } from './takeOverQueue.ts';

/** No date lies further from 1970 (ms). */
const FURTHEST = 8.64e15;
const WORDS = 'correct horse';

const idOf = (number: number) => String(number).padStart(32, '0');
const phoneOf = (number: number) => `1380013${String(number).padStart(4, '0')}`;

interface Dates {
  exportedAt: number;
  madeAt: number;
  createdAt: number;
  firstUnknownAt: number | null;
}

/** Whoever has the passphrase dates the file, and what is in it, as he likes. */
function dated({ saves }: MovedQueue, { exportedAt, madeAt, ...history }: Dates): MovedQueue {
  return {
    exportedAt,
    saves: saves.map((save) => ({ ...save, madeAt, history: { ...save.history, ...history } })),
  };
}

/** A file as it is read. */
async function opened(queue: MovedQueue, outbox: Outbox): Promise<MovedQueue | null> {
  const read = await checked(JSON.parse(JSON.stringify(queue)), outbox);
  return read.ok ? read.queue : null;
}

test.each([
  [-FURTHEST, 'home'],
  [-FURTHEST, 'elsewhere'],
  [-8e15, 'home'],
  [-8e15, 'elsewhere'],
  [8e15, 'home'],
  [FURTHEST, 'elsewhere'],
] as const)(
  'what has come out of a file is there after a start, whatever that is dated (%i, %s)',
  async (exportedAt, where) => {
    const [folder, other] = [await freshFolder(), await freshFolder()];
    const from = await startTill(folder);
    for (const number of [1, 2])
      await from.calls.registerMember(registration(idOf(number), phoneOf(number)));
    const { saves } = await fileOf(from.till);
    const history = { createdAt: 0, firstUnknownAt: 0 };
    const text = await sealQueue(
      dated({ exportedAt, saves }, { exportedAt, madeAt: 0, ...history }),
      WORDS,
    );
    const to = where === 'home' ? from : await startTill(other);
    const statesOf = ({ outbox }: { outbox: Outbox }) =>
      [1, 2].map((number) => outbox.saves.find(idOf(number))?.state);
    const before = statesOf(to.till);
    const result = await importQueue(to.till.outbox, text, WORDS);
    // What could not be reckoned with is refused before any of it is here.
    const isTaken = Math.abs(exportedAt) < FURTHEST;
    expect(result).toMatchObject(isTaken ? { taken: 2 } : { ok: false, code: 'move.not-a-queue' });
    const states = isTaken ? ['held', 'held'] : before;
    expect(statesOf(to.till)).toEqual(states);
    await to.stop();
    const { till } = await startTill(where === 'home' ? folder : other);
    expect(till.outbox.warnings).toEqual([]);
    expect(statesOf(till)).toEqual(states);
  },
);

const time = fc.oneof(
  fc.constantFrom(-FURTHEST, 1 - FURTHEST, -8e15, -1, 0, 8e15, FURTHEST - 1, FURTHEST),
  fc.double({ min: -FURTHEST, max: FURTHEST, noNaN: true }),
);
const dates: fc.Arbitrary<Dates> = fc.record({
  exportedAt: time,
  madeAt: time,
  createdAt: time,
  firstUnknownAt: fc.option(time),
});

test('whatever a file is dated, a line of the store can have what is taken of it, and any till takes that out of the next file', async () => {
  const run = async (first: Dates, second: Dates, isOfEarlierProgram: boolean) => {
    const [from, till, next] = [await anOutbox(1), await anOutbox(2), await anOutbox(3)];
    await register(till, idOf(7), { member: { mobile: phoneOf(7) } });
    const own = await fileOf({ outbox: till });
    await register(from, idOf(1), { member: { mobile: phoneOf(1) } });
    await register(from, idOf(2), { member: { mobile: phoneOf(2) }, correctionOf: idOf(1) });
    for (const queue of [dated(await fileOf({ outbox: from }), first), dated(own, second)]) {
      // What is in a store already came there past no such door.
      const read = isOfEarlierProgram ? queue : await opened(queue, till);
      if (read !== null) expect(await takeOverQueue(till, read)).toMatchObject({ ok: true });
    }
    for (const number of [11, 12])
      await register(till, idOf(number), { member: { mobile: phoneOf(number) } });
    for (const save of till.saves.values()) expect(hasShape(save)).toBe(true);
    const { queue, requestIds, staying } = packMovable(till);
    expect([staying, requestIds]).toEqual([0, expect.arrayContaining([idOf(11), idOf(12)])]);
    const read = await opened(queue, next);
    expect(read?.saves).toHaveLength(requestIds.length);
    if (read !== null)
      expect(await takeOverQueue(next, read)).toMatchObject({ taken: requestIds.length });
  };
  await fc.assert(fc.asyncProperty(dates, dates, fc.boolean(), run), { numRuns: 300 });
});
