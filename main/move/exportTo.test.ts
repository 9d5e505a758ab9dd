import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONSENT, MoveDesk, startAgain, states, WORDS } from '../../testing/tills/moveDesk.ts';
import { ReplayTill } from '../../testing/tills/replayTill.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

const DAY = 24 * 60 * 60_000;

const ALL_HERE = { pending: 2, held: 0, discarded: 0, accepted: 0 };
const ALL_MOVED = { pending: 0, held: 0, discarded: 2, accepted: 0 };
const onDisk = (till: ReplayTill) => [...till.store.onDisk.values()];

let desk: MoveDesk;
let outside: string;
let file: string;
let from: ReplayTill;
let lines: MoveDesk['lines'];
beforeEach(async () => {
  desk = await MoveDesk.set();
  ({ outside, file, from, lines } = desk);
});
afterEach(() => desk.clear());

describe('an export', () => {
  test('moves everything, says so in one line of the audit trail, and another till takes it', async () => {
    const move = desk.moving(from);
    expect(await desk.carryOut(move, 'export')).toBeNull();
    expect(move.question?.report).toEqual({ direction: 'export', saves: 2, left: 0 });
    expect(states(from)).toEqual(ALL_MOVED);
    expect(lines).toEqual([{ action: 'queue.exported', saves: 2 }]);
    expect(await readdir(outside)).toEqual(['data', 'queue.tillside']);
    const report = { direction: 'export', saves: 2, left: 0 };
    expect(desk.logged).toEqual([['queue moved', report]]);
    const there = await new ReplayTill().start();
    const taking = desk.moving(there);
    expect(await desk.carryOut(taking, 'import')).toBeNull();
    expect(taking.question?.report).toMatchObject({ taken: 2, alreadyHere: 0, late: 0 });
    expect(lines.at(-1)).toEqual({ action: 'queue.imported', saves: 2 });
  });

  test('never writes over a file: a second one leaves the first as it is, and closes nothing', async () => {
    await desk.carryOut(desk.moving(from), 'export');
    const before = await readFile(file, 'utf8');
    await from.register(3, undefined, CONSENT);
    expect(await desk.carryOut(desk.moving(from), 'export')).toBe('move.exists');
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(states(from)).toMatchObject({ pending: 1 });
    expect(from.state(3)).toMatchObject({ firstUnknownAt: null });
  });

  test('of nothing makes no file', async () => {
    await desk.carryOut(desk.moving(from), 'export');
    const other = join(outside, 'again.tillside');
    expect(await desk.carryOut(desk.moving(from), 'export', WORDS, other)).toBe('move.nothing');
    expect(await readdir(outside)).toEqual(['data', 'queue.tillside']);
  });

  test.each([
    ['1234567', 'passphrase.short'],
    [' '.repeat(8), 'passphrase.short'],
    ['aaaaaaaaaaaa', 'passphrase.weak'],
  ])('under %j is none', async (passphrase, code) => {
    expect(await desk.carryOut(desk.moving(from), 'export', passphrase)).toBe(code);
    expect(await readdir(outside)).toEqual(['data']);
    expect(states(from)).toEqual(ALL_HERE);
    expect(lines).toEqual([]);
  });

  test('without its line in the audit trail does not happen', async () => {
    desk.isAudited = false;
    const before = onDisk(from);
    expect(await desk.carryOut(desk.moving(from), 'export')).toBe('move.not-audited');
    expect(await readdir(outside)).toEqual(['data']);
    expect(onDisk(from)).toEqual(before);
  });

  test('makes no file where the disk does not take down that another till may send what is in it', async () => {
    from.store.refusal = { ok: false, failure: 'store.read-only', detail: 'EROFS' };
    expect(await desk.carryOut(desk.moving(from), 'export')).toBe('move.not-stored');
    expect(await readdir(outside)).toEqual(['data']);
    expect(lines.map(({ action }) => action)).toEqual(['queue.exported', 'queue.not-moved']);
    from.store.refusal = null;
    await from.replayer.stop(0);
    const again = await startAgain(from.store, 3 * DAY);
    expect(states(again)).toMatchObject({ accepted: 2 });
  });

  test('that cannot close its copies says so: they stay, and are in the file as well', async () => {
    const name: QueueFiles['name'] = async (beside, path, content, folderId) => {
      await queueFiles.name(beside, path, content, folderId);
      from.store.refusal = { ok: false, failure: 'store.read-only', detail: 'EROFS' };
    };
    const move = desk.moving(from, { name });
    expect(await desk.carryOut(move, 'export')).toBeNull();
    expect(move.question?.report).toEqual({ direction: 'export', saves: 0, left: 2 });
    const there = await new ReplayTill().start();
    expect(await desk.carryOut(desk.moving(there), 'import')).toBeNull();
    expect(states(there)).toEqual(ALL_HERE);
  });

  test('counts what stays: what no till would take out of the file again', async () => {
    await from.register(3);
    const move = desk.moving(from);
    expect(await desk.carryOut(move, 'export')).toBeNull();
    expect(move.question?.report).toEqual({ direction: 'export', saves: 2, left: 1 });
    expect(from.state(3)).toMatchObject({ state: 'pending', firstUnknownAt: null });
  });
});
