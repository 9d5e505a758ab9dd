import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONSENT, MoveDesk, states, WORDS } from '../../testing/tills/moveDesk.ts';
import { ReplayTill } from '../../testing/tills/replayTill.ts';

const OTHER = '13999999999';

let desk: MoveDesk;
let there: ReplayTill;
beforeEach(async () => {
  desk = await MoveDesk.set();
  await desk.carryOut(desk.moving(desk.from), 'export', WORDS);
  there = await new ReplayTill().start();
  // A disk that takes its time, as every disk does.
  const put = there.store.put.bind(there.store);
  there.store.put = async (save) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return put(save);
  };
});
afterEach(() => desk.clear());

/** The member of each save, by the end of its id. */
const mobiles = ({ outbox }: ReplayTill) =>
  [...outbox.saves.values()].map((save) => [
    save.requestId.slice(-1),
    /"mobile":"(\d+)"/.exec(outbox.contents.openBody(save) ?? '')?.[1],
  ]);

describe('a save of a file whose id the page takes here behind the check of the file', () => {
  test('with other content ends the import with a code: what came before stays, and the file is not said to be here', async () => {
    desk.duringLine = async () => void (await there.register(2, OTHER, CONSENT));
    const move = desk.moving(there);
    expect(await desk.carryOut(move, 'import')).toBe('move.id-taken');
    expect(mobiles(there)).toEqual([
      ['2', OTHER],
      ['1', '13800000001'],
    ]);
    expect(desk.lines.slice(1)).toEqual([
      { action: 'queue.imported', saves: 2 },
      { action: 'queue.not-moved', saves: 1 },
    ]);
    // The copy from where it came holds all of it.
    expect(mobiles(desk.from)).toEqual([
      ['1', '13800000001'],
      ['2', '13800000002'],
    ]);
  });

  test('at the same moment is confirmed to one of the two alone: one save, counted once', async () => {
    let registering: Promise<unknown> | null = null;
    desk.duringLine = async () => {
      registering ??= there.register(1, OTHER, CONSENT);
    };
    expect(await desk.carryOut(desk.moving(there), 'import')).toBe('move.id-taken');
    expect(await registering).toMatchObject({ ok: true, isNew: true });
    expect(mobiles(there)).toEqual([['1', OTHER]]);
    expect(states(there)).toMatchObject({ pending: 1 });
    expect([...there.store.onDisk.values()]).toHaveLength(1);
  });

  test('while it is being taken over is refused to the page', async () => {
    let registering: Promise<unknown> | null = null;
    const put = there.store.put.bind(there.store);
    there.store.put = async (save) => {
      await put(save);
      registering ??= there.register(1, OTHER, CONSENT);
      return { ok: true };
    };
    expect(await desk.carryOut(desk.moving(there), 'import')).toBeNull();
    expect(await registering).toEqual({ ok: false, failure: 'intention.reused' });
    expect(mobiles(there)).toEqual([
      ['1', '13800000001'],
      ['2', '13800000002'],
    ]);
  });

  test('with the same content is one save, and here already', async () => {
    desk.duringLine = async () => void there.register(1, undefined, CONSENT);
    const move = desk.moving(there);
    expect(await desk.carryOut(move, 'import')).toBeNull();
    expect(move.question?.report).toMatchObject({ taken: 1, alreadyHere: 1 });
    expect(states(there)).toMatchObject({ pending: 2 });
  });
});
