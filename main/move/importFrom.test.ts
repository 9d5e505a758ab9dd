import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONSENT, MoveDesk, states, WORDS } from '../../testing/tills/moveDesk.ts';
import { ReplayTill } from '../../testing/tills/replayTill.ts';

const onDisk = (till: ReplayTill) => [...till.store.onDisk.values()];

let desk: MoveDesk;
let outside: string;
let folder: string;
let file: string;
let from: ReplayTill;
let lines: MoveDesk['lines'];
beforeEach(async () => {
  desk = await MoveDesk.set();
  ({ outside, folder, file, from, lines } = desk);
});
afterEach(() => desk.clear());

describe('an import', () => {
  test('of what is no file, or none of a queue, takes nothing and leaves no line', async () => {
    const move = desk.moving(from);
    expect(await desk.carryOut(move, 'import', WORDS, join(outside, 'none'))).toBe(
      'move.unreadable',
    );
    expect(await desk.carryOut(move, 'import', WORDS, folder)).toBe('move.unreadable');
    await writeFile(file, 'hello');
    expect(await desk.carryOut(move, 'import')).toBe('move.not-a-queue');
    expect(lines).toEqual([]);
  });

  test('without its line in the audit trail does not happen', async () => {
    await desk.carryOut(desk.moving(from), 'export');
    const there = await new ReplayTill().start();
    desk.isAudited = false;
    expect(await desk.carryOut(desk.moving(there), 'import')).toBe('move.not-audited');
    expect(there.outbox.unfinished()).toEqual([]);
  });

  test('that the disk refuses is told, in the audit trail too, and done once more takes all', async () => {
    await desk.carryOut(desk.moving(from), 'export');
    const there = await new ReplayTill().start();
    there.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    const move = desk.moving(there);
    expect(await desk.carryOut(move, 'import')).toBe('move.not-stored');
    expect(lines.slice(1).map(({ action }) => action)).toEqual([
      'queue.imported',
      'queue.not-moved',
    ]);
    there.store.refusal = null;
    expect(await desk.carryOut(move, 'import')).toBeNull();
    expect(move.question?.report).toMatchObject({ taken: 2 });
  });

  test('that the disk refuses in the middle says in the audit trail how many did not come', async () => {
    await from.register(3, undefined, CONSENT);
    await desk.carryOut(desk.moving(from), 'export');
    const there = await new ReplayTill().start();
    const write = there.store.write.bind(there.store);
    there.store.write = (save) => {
      const written = write(save);
      there.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
      return written;
    };
    expect(await desk.carryOut(desk.moving(there), 'import')).toBe('move.not-stored');
    expect(states(there)).toMatchObject({ pending: 1 });
    expect(lines.slice(1)).toEqual([
      { action: 'queue.imported', saves: 3 },
      { action: 'queue.not-moved', saves: 2 },
    ]);
  });

  test('for the second time changes nothing, and says so', async () => {
    await desk.carryOut(desk.moving(from), 'export');
    const there = await new ReplayTill().start();
    const move = desk.moving(there);
    await desk.carryOut(move, 'import');
    move.close();
    const before = onDisk(there).map(({ requestId }) => requestId);
    expect(await desk.carryOut(move, 'import')).toBeNull();
    expect(move.question?.report).toMatchObject({ taken: 0, alreadyHere: 2 });
    expect(onDisk(there).map(({ requestId }) => requestId)).toEqual(before);
  });
});
