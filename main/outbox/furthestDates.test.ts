import { expect, test } from 'vitest';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { importQueue } from '../../testing/tills/movedQueue.ts';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { sealQueue } from './movedFile.ts';
import type { MovedQueue } from './movedQueue.ts';
import type { Outbox } from './openOutbox.ts';

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
