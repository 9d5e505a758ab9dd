import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONSENT, MoveDesk, states, WORDS } from '../../testing/tills/moveDesk.ts';
import { accepted, ReplayTill } from '../../testing/tills/replayTill.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

const ALL_HERE = { pending: 2, held: 0, discarded: 0, accepted: 0 };

let desk: MoveDesk;
let outside: string;
let file: string;
let from: ReplayTill;
beforeEach(async () => {
  desk = await MoveDesk.set();
  ({ outside, file, from } = desk);
});
afterEach(() => desk.clear());

describe('while a queue moves', () => {
  test('nothing is sent, and afterwards what stayed or came goes by itself', async () => {
    const there = await new ReplayTill().start();
    there.answer = () => accepted('7');
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await desk.carryOut(desk.moving(from), 'export');
    const read: QueueFiles['read'] = async (path) => {
      await gate;
      return queueFiles.read(path);
    };
    const taking = desk.carryOut(desk.moving(there, { read }), 'import');
    await there.register(7, undefined, CONSENT);
    await there.clock.pass(60_000);
    expect(there.sent).toEqual([]);
    expect(there.outbox.saves.counts).toMatchObject({ pending: 1, held: 0 });
    open();
    expect(await taking).toBeNull();
    await there.clock.pass(60_000);
    expect(states(there)).toMatchObject({ accepted: 3 });
  });

  test('what is under way is answered first, and does not go into the file', async () => {
    const till = await new ReplayTill().start();
    let answer = () => {};
    till.answer = () =>
      new Promise((resolve) => {
        answer = () => resolve(accepted('7'));
      });
    await till.register(1, undefined, CONSENT);
    await till.clock.pass(0);
    expect(till.outbox.saves.counts.sending).toBe(1);
    const move = desk.moving(till);
    const exporting = desk.carryOut(move, 'export');
    // By the time that another till has exported all of its own, this one has not begun.
    await desk.carryOut(desk.moving(from), 'export', WORDS, join(outside, 'other'));
    answer();
    await till.clock.pass(1_000);
    expect(await exporting).toBe('move.nothing');
    expect(states(till)).toMatchObject({ accepted: 1 });
  });

  test('an answer that never comes is waited for half a minute, and no longer', async () => {
    const till = await new ReplayTill().start();
    till.answer = () => new Promise(() => undefined);
    await till.register(1, undefined, CONSENT);
    await till.clock.pass(0);
    const move = desk.moving(till);
    const exporting = desk.carryOut(move, 'export');
    await till.clock.pass(29_999);
    // By the time that another till has exported all of its own, this one has not begun.
    await desk.carryOut(desk.moving(from), 'export', WORDS, join(outside, 'other'));
    expect(move.question?.report).toBeNull();
    await till.clock.pass(1);
    expect(await exporting, 'it stays').toBe('move.nothing');
    expect(await readdir(outside)).toEqual(['data', 'other']);
  });
});

describe('a stop', () => {
  test('waits for what is being moved', async () => {
    const move = desk.moving(from);
    const exporting = desk.carryOut(move, 'export');
    await move.stop(60_000);
    expect(move.isUnderWay).toBe(false);
    expect(await exporting).toBeNull();
  });

  test('but not longer than its deadline', async () => {
    const reading = { read: () => new Promise<never>(() => undefined) };
    const move = desk.moving(from, reading);
    void desk.carryOut(move, 'import');
    let isStopped = false;
    void move.stop(2_000).then(() => {
      isStopped = true;
    });
    await from.clock.pass(1_999);
    expect(isStopped).toBe(false);
    await from.clock.pass(1);
    expect(isStopped).toBe(true);
  });

  test('of a till that moves nothing waits for nobody', async () => {
    await desk.moving(from).stop(60_000);
  });
});

describe('a question', () => {
  test('and what becomes of it is told to whoever listens, and nothing else is', async () => {
    const move = desk.moving(from);
    const told: (string | null | undefined)[] = [];
    move.onQuestion(() => told.push(move.question && (move.question.report?.direction ?? 'asked')));
    move.close();
    expect(told).toEqual([]);
    await desk.carryOut(move, 'export');
    move.close();
    move.close();
    expect(told).toEqual(['asked', 'export', null]);
  });

  test('is answered once, for the file that was shown', async () => {
    const move = desk.moving(from);
    move.ask({ direction: 'export', file: join(outside, 'other') });
    const { id = 0 } = move.question ?? {};
    expect(id, 'as the check of main takes it').toBe(1);
    move.ask({ direction: 'export', file });
    expect(await move.carryOut(id, WORDS)).toBe('request.refused');
    const [first, second] = [id + 1, id + 1].map((one) => move.carryOut(one, WORDS));
    expect(await second).toBe('request.refused');
    expect(await first).toBeNull();
    expect(await move.carryOut(id + 1, WORDS)).toBe('request.refused');
    expect(await readdir(outside)).toEqual(['data', 'queue.tillside']);
  });

  test('is not changed or closed while something moves', async () => {
    const move = desk.moving(from);
    const exporting = desk.carryOut(move, 'export');
    move.ask({ direction: 'import', file: 'x' });
    move.close();
    expect(move.question).toMatchObject({ direction: 'export', file });
    await exporting;
    const told = move.question;
    expect(told?.report).not.toBeNull();
    // Nor before somebody has read what has become of it.
    move.ask({ direction: 'import', file: 'x' });
    expect(move.question).toBe(told);
    move.close();
    expect(move.question).toBeNull();
  });

  test('by itself moves nothing', async () => {
    const move = desk.moving(from);
    move.ask({ direction: 'export', file });
    await from.clock.pass(60_000);
    expect(await readdir(outside)).toEqual(['data']);
    expect(states(from)).toEqual(ALL_HERE);
  });
});
