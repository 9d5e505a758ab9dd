import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MoveDirection } from '../../app/move/moveCalls.ts';
import type { AuditEntry } from '../audit/auditTrail.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { MemoryStore } from '../testing/memoryStore.ts';
import { accepted, lostAnswer, ReplayTill, refusedConnection } from '../testing/replayTill.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';
import { QueueMove } from './queueMove.ts';

const WORDS = 'correct horse';
const DAY = 24 * 60 * 60_000;
const CONSENT = { at: 5, noticeVersion: 'v3', operatorId: '3', marketing: false };

let outside: string;
let folder: string;
let file: string;
let from: ReplayTill;
let lines: Pick<AuditEntry, 'action' | 'saves'>[];
let isAudited: boolean;

beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'tillside-move-'));
  folder = join(outside, 'data');
  file = join(outside, 'queue.tillside');
  await mkdir(folder);
  lines = [];
  isAudited = true;
  from = await new ReplayTill().start();
  from.answer = () => refusedConnection;
  await from.register(1, undefined, CONSENT);
  await from.register(2, undefined, CONSENT);
  await from.clock.pass(0);
});
afterEach(() => rm(outside, { recursive: true }));

function moving(till: ReplayTill, files: Partial<QueueFiles> = {}): QueueMove {
  const quiet = () => undefined;
  const move = new QueueMove({
    outbox: till.outbox,
    audit: {
      record: async ({ action, saves }) => {
        if (isAudited) lines.push({ action, ...(saves !== undefined && { saves }) });
        return isAudited;
      },
    },
    log: { info: quiet, warn: quiet, error: quiet },
    clock: till.clock,
    folder,
    files: { ...queueFiles, ...files },
    onEnded: () => till.replayer.wake('answer'),
  });
  till.isMoving = () => move.isUnderWay;
  return move;
}

/** Asks, and gives the manager's word. */
function carryOut(move: QueueMove, direction: MoveDirection, passphrase = WORDS, name = file) {
  move.ask({ direction, file: name });
  return move.carryOut(move.question?.id ?? 0, passphrase);
}

const onDisk = (till: ReplayTill) => [...till.store.onDisk.values()];
const states = ({ outbox }: { outbox: Outbox }) => {
  const { pending, held, discarded, accepted: done } = outbox.counts;
  return { pending, held, discarded, accepted: done };
};
const ALL_HERE = { pending: 2, held: 0, discarded: 0, accepted: 0 };
const ALL_MOVED = { pending: 0, held: 0, discarded: 2, accepted: 0 };

async function startAgain(store: MemoryStore, later: number): Promise<ReplayTill> {
  const again = new ReplayTill(store);
  again.clock.jump(later);
  await again.start();
  await again.clock.pass(60_000);
  return again;
}

describe('an export', () => {
  test('moves everything, says so in one line of the audit trail, and another till takes it', async () => {
    const move = moving(from);
    expect(await carryOut(move, 'export')).toBeNull();
    expect(move.question?.report).toEqual({ direction: 'export', saves: 2, left: 0 });
    expect(states(from)).toEqual(ALL_MOVED);
    expect(lines).toEqual([{ action: 'queue.exported', saves: 2 }]);
    expect(await readdir(outside)).toEqual(['data', 'queue.tillside']);
    const there = await new ReplayTill().start();
    const taking = moving(there);
    expect(await carryOut(taking, 'import')).toBeNull();
    expect(taking.question?.report).toMatchObject({ taken: 2, alreadyHere: 0, late: 0 });
    expect(lines.at(-1)).toEqual({ action: 'queue.imported', saves: 2 });
  });

  test('never writes over a file: a second one leaves the first as it is, and closes nothing', async () => {
    await carryOut(moving(from), 'export');
    const before = await readFile(file, 'utf8');
    await from.register(3, undefined, CONSENT);
    expect(await carryOut(moving(from), 'export')).toBe('move.exists');
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(states(from)).toMatchObject({ pending: 1 });
    expect(from.state(3)).toMatchObject({ firstUnknownAt: null });
  });

  test('of nothing makes no file', async () => {
    await carryOut(moving(from), 'export');
    const other = join(outside, 'again.tillside');
    expect(await carryOut(moving(from), 'export', WORDS, other)).toBe('move.nothing');
    expect(await readdir(outside)).toEqual(['data', 'queue.tillside']);
  });

  test.each([
    ['1234567', 'passphrase.short'],
    [' '.repeat(8), 'passphrase.short'],
    ['aaaaaaaaaaaa', 'passphrase.weak'],
  ])('under %j is none', async (passphrase, code) => {
    expect(await carryOut(moving(from), 'export', passphrase)).toBe(code);
    expect(await readdir(outside)).toEqual(['data']);
    expect(states(from)).toEqual(ALL_HERE);
    expect(lines).toEqual([]);
  });

  test('without its line in the audit trail does not happen', async () => {
    isAudited = false;
    const before = onDisk(from);
    expect(await carryOut(moving(from), 'export')).toBe('move.not-audited');
    expect(await readdir(outside)).toEqual(['data']);
    expect(onDisk(from)).toEqual(before);
  });

  test('makes no file where the disk does not take down that another till may send what is in it', async () => {
    from.store.refusal = { ok: false, failure: 'store.read-only', detail: 'EROFS' };
    expect(await carryOut(moving(from), 'export')).toBe('move.not-stored');
    expect(await readdir(outside)).toEqual(['data']);
    expect(lines.map(({ action }) => action)).toEqual(['queue.exported', 'queue.not-moved']);
    from.store.refusal = null;
    await from.replayer.stop(0);
    const again = await startAgain(from.store, 3 * DAY);
    expect(states(again)).toMatchObject({ accepted: 2 });
  });

  test('that cannot close its copies says so: they stay, and are in the file as well', async () => {
    const name: QueueFiles['name'] = async (beside, path) => {
      await queueFiles.name(beside, path);
      from.store.refusal = { ok: false, failure: 'store.read-only', detail: 'EROFS' };
    };
    const move = moving(from, { name });
    expect(await carryOut(move, 'export')).toBeNull();
    expect(move.question?.report).toEqual({ direction: 'export', saves: 0, left: 2 });
    const there = await new ReplayTill().start();
    expect(await carryOut(moving(there), 'import')).toBeNull();
    expect(states(there)).toEqual(ALL_HERE);
  });
});

describe('an export whose file is not safe leaves everything as it was, however long it waits then', () => {
  const fails = async () => {
    throw Object.assign(new Error('EIO'), { code: 'EIO' });
  };
  const halfWay = async (path: string) => {
    await queueFiles.write(path, 'half');
    return fails();
  };
  const damaged = async (path: string) =>
    (await queueFiles.read(path)).replace(/.{8}"}$/, 'AAAA"}');
  const half = async (path: string) => (await queueFiles.read(path)).slice(0, 400);

  test.each<[string, Partial<QueueFiles>, string]>([
    ['it cannot be written', { write: fails }, 'move.not-written'],
    ['the disk is full in the middle', { write: halfWay }, 'move.not-written'],
    ['it cannot be named', { name: fails }, 'move.not-written'],
    ['it cannot be read back', { read: fails }, 'move.not-verified'],
    ['the disk has kept half of it', { read: half }, 'move.not-verified'],
    ['the disk has kept something else', { read: damaged }, 'move.not-verified'],
  ])('%s', async (_, files, code) => {
    const before = onDisk(from);
    expect(await carryOut(moving(from, files), 'export')).toBe(code);
    expect(onDisk(from)).toEqual(before);
    expect(states(from)).toEqual(ALL_HERE);
    expect(await readdir(outside)).toEqual(['data']);
    expect(lines.map(({ action }) => action)).toEqual(['queue.exported', 'queue.not-moved']);
    await from.replayer.stop(0);
    const again = await startAgain(from.store, 30 * DAY);
    expect(states(again)).toMatchObject({ accepted: 2 });
  });

  test('what somebody else puts there meanwhile is not removed with it', async () => {
    const write: QueueFiles['write'] = async () => {
      await writeFile(file, 'somebody else');
      return fails();
    };
    expect(await carryOut(moving(from, { write }), 'export')).toBe('move.not-written');
    expect(await readFile(file, 'utf8')).toBe('somebody else');
  });

  test('a name that is taken at the last moment stays what it is', async () => {
    const name: QueueFiles['name'] = async (beside, path) => {
      await writeFile(path, 'somebody else');
      await queueFiles.name(beside, path);
    };
    expect(await carryOut(moving(from, { name }), 'export')).toBe('move.exists');
    expect(await readFile(file, 'utf8')).toBe('somebody else');
    expect(await readdir(outside)).toEqual(['data', 'queue.tillside']);
    expect(states(from)).toEqual(ALL_HERE);
  });

  test('but where something of it cannot be removed, another till may have it: that is not forgotten', async () => {
    const files = { read: fails, remove: fails };
    expect(await carryOut(moving(from, files), 'export')).toBe('move.not-verified');
    expect(states(from)).toEqual(ALL_HERE);
    await from.replayer.stop(0);
    const again = await startAgain(from.store, 3 * DAY);
    expect(again.sent).toEqual([]);
    expect(states(again)).toMatchObject({ held: 2 });
  });
});

test.each<[string, () => Promise<unknown>]>([
  ['a manager has discarded', () => from.outbox.discard('1'.padStart(32, '0'), null)],
  ['a cashier has corrected', () => from.register(3, '13800000001', CONSENT, 1)],
])('no file leaves with a save that %s while it was written', async (_, decide) => {
  const write: QueueFiles['write'] = async (path, content) => {
    await queueFiles.write(path, content);
    await decide();
  };
  expect(await carryOut(moving(from, { write }), 'export')).toBe('move.decided-meanwhile');
  expect(await readdir(outside)).toEqual(['data']);
  expect(lines.map(({ action }) => action)).toEqual(['queue.exported', 'queue.not-moved']);
  expect(from.state(2)).toMatchObject({ state: 'pending', firstUnknownAt: null });
  expect(await carryOut(moving(from), 'export')).toBeNull();
});

describe('a till that is killed while it exports', () => {
  /** It stands still at that step for ever. */
  const diesAt = async (step: keyof QueueFiles) => {
    await new Promise<void>((reached) => {
      const never = () => {
        reached();
        return new Promise<never>(() => undefined);
      };
      void carryOut(moving(from, { [step]: never }), 'export');
    });
    await from.replayer.stop(0);
  };

  test.each<[string, keyof QueueFiles]>([
    ['before there is a file', 'write'],
    ['before the file has its name', 'name'],
    ['before the file was read back', 'read'],
  ])(
    '%s, goes on with the same ids within a day, and waits for the manager after that',
    async (_, step) => {
      await diesAt(step);
      const kept = new Map(from.store.onDisk);
      const soon = await startAgain(from.store, DAY / 2);
      expect(states(soon)).toMatchObject({ accepted: 2 });
      expect(new Set(soon.sent.map(({ requestId }) => requestId)).size).toBe(2);
      for (const [id, save] of kept) from.store.onDisk.set(id, save);
      const late = await startAgain(from.store, 3 * DAY);
      expect(late.sent).toEqual([]);
      expect(states(late)).toMatchObject({ held: 2 });
    },
  );
});

describe('while a queue moves', () => {
  test('nothing is sent, and afterwards what stayed or came goes by itself', async () => {
    const there = await new ReplayTill().start();
    there.answer = () => accepted('7');
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await carryOut(moving(from), 'export');
    const read: QueueFiles['read'] = async (path) => {
      await gate;
      return queueFiles.read(path);
    };
    const taking = carryOut(moving(there, { read }), 'import');
    await there.register(7, undefined, CONSENT);
    await there.clock.pass(60_000);
    expect(there.sent).toEqual([]);
    expect(there.outbox.counts).toMatchObject({ pending: 1, held: 0 });
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
    expect(till.outbox.counts.sending).toBe(1);
    const move = moving(till);
    const exporting = carryOut(move, 'export');
    // By the time that another till has exported all of its own, this one has not begun.
    await carryOut(moving(from), 'export', WORDS, join(outside, 'other'));
    answer();
    await till.clock.pass(1_000);
    expect(await exporting).toBe('move.nothing');
    expect(states(till)).toMatchObject({ accepted: 1 });
  });

  test('an answer that never comes is not waited for without an end', async () => {
    const till = await new ReplayTill().start();
    till.answer = () => new Promise(() => undefined);
    await till.register(1, undefined, CONSENT);
    await till.clock.pass(0);
    const move = moving(till);
    const exporting = carryOut(move, 'export');
    await till.clock.pass(60_000);
    expect(await exporting).toBeNull();
    expect(move.question?.report).toEqual({ direction: 'export', saves: 0, left: 1 });
  });
});

describe('a stop', () => {
  test('waits for what is being moved', async () => {
    const move = moving(from);
    const exporting = carryOut(move, 'export');
    await move.stop(60_000);
    expect(move.isUnderWay).toBe(false);
    expect(await exporting).toBeNull();
  });

  test('but not longer than its deadline', async () => {
    const reading = { read: () => new Promise<never>(() => undefined) };
    const move = moving(from, reading);
    void carryOut(move, 'import');
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
    await moving(from).stop(60_000);
  });
});

describe('a question', () => {
  test('is answered once, for the file that was shown', async () => {
    const move = moving(from);
    move.ask({ direction: 'export', file: join(outside, 'other') });
    const { id = 0 } = move.question ?? {};
    move.ask({ direction: 'export', file });
    expect(await move.carryOut(id, WORDS)).toBe('request.refused');
    const [first, second] = [id + 1, id + 1].map((one) => move.carryOut(one, WORDS));
    expect(await second).toBe('request.refused');
    expect(await first).toBeNull();
    expect(await move.carryOut(id + 1, WORDS)).toBe('request.refused');
    expect(await readdir(outside)).toEqual(['data', 'queue.tillside']);
  });

  test('is not changed or closed while something moves', async () => {
    const move = moving(from);
    const exporting = carryOut(move, 'export');
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
    const move = moving(from);
    move.ask({ direction: 'export', file });
    await from.clock.pass(60_000);
    expect(await readdir(outside)).toEqual(['data']);
    expect(states(from)).toEqual(ALL_HERE);
  });
});

describe('an import', () => {
  test('of what is no file, or none of a queue, takes nothing and leaves no line', async () => {
    const move = moving(from);
    expect(await carryOut(move, 'import', WORDS, join(outside, 'none'))).toBe('move.unreadable');
    expect(await carryOut(move, 'import', WORDS, folder)).toBe('move.unreadable');
    await writeFile(file, 'hello');
    expect(await carryOut(move, 'import')).toBe('move.not-a-queue');
    expect(lines).toEqual([]);
  });

  test('without its line in the audit trail does not happen', async () => {
    await carryOut(moving(from), 'export');
    const there = await new ReplayTill().start();
    isAudited = false;
    expect(await carryOut(moving(there), 'import')).toBe('move.not-audited');
    expect(there.outbox.unfinished()).toEqual([]);
  });

  test('that the disk refuses is told, in the audit trail too, and done once more takes all', async () => {
    await carryOut(moving(from), 'export');
    const there = await new ReplayTill().start();
    there.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    const move = moving(there);
    expect(await carryOut(move, 'import')).toBe('move.not-stored');
    expect(lines.slice(1).map(({ action }) => action)).toEqual([
      'queue.imported',
      'queue.not-moved',
    ]);
    there.store.refusal = null;
    expect(await carryOut(move, 'import')).toBeNull();
    expect(move.question?.report).toMatchObject({ taken: 2 });
  });

  test('that the disk refuses in the middle says in the audit trail how many did not come', async () => {
    await from.register(3, undefined, CONSENT);
    await carryOut(moving(from), 'export');
    const there = await new ReplayTill().start();
    const write = there.store.write.bind(there.store);
    there.store.write = (save) => {
      const written = write(save);
      there.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
      return written;
    };
    expect(await carryOut(moving(there), 'import')).toBe('move.not-stored');
    expect(states(there)).toMatchObject({ pending: 1 });
    expect(lines.slice(1)).toEqual([
      { action: 'queue.imported', saves: 3 },
      { action: 'queue.not-moved', saves: 2 },
    ]);
  });

  test('for the second time changes nothing, and says so', async () => {
    await carryOut(moving(from), 'export');
    const there = await new ReplayTill().start();
    const move = moving(there);
    await carryOut(move, 'import');
    move.close();
    const before = onDisk(there).map(({ requestId }) => requestId);
    expect(await carryOut(move, 'import')).toBeNull();
    expect(move.question?.report).toMatchObject({ taken: 0, alreadyHere: 2 });
    expect(onDisk(there).map(({ requestId }) => requestId)).toEqual(before);
  });
});

test('what got no answer before the export stays in doubt since then', async () => {
  const till = await new ReplayTill().start();
  till.answer = () => lostAnswer;
  await till.register(1, undefined, CONSENT);
  await till.clock.pass(0);
  const before = till.state(1)?.firstUnknownAt;
  expect(before).not.toBeNull();
  await carryOut(moving(till, { write: () => Promise.reject(new Error('full')) }), 'export');
  expect(till.state(1)?.firstUnknownAt).toBe(before);
});
