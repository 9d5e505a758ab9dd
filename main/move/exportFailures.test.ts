import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nameTwice } from '../../testing/doubles/otherLinks.ts';
import { CONSENT, MoveDesk, startAgain, states, WORDS } from '../../testing/tills/moveDesk.ts';
import {
  account,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

const DAY = 24 * 60 * 60_000;
const ALL_HERE = { pending: 2, held: 0, discarded: 0, accepted: 0 };
const onDisk = (till: ReplayTill) => [...till.store.onDisk.values()];

const fails = async () => {
  throw Object.assign(new Error('EIO'), { code: 'EIO' });
};

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

describe('an export whose file is not safe leaves everything as it was, however long it waits then', () => {
  const halfWay: QueueFiles['write'] = async (path, _, folderId) => {
    await queueFiles.write(path, 'half', folderId);
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
    expect(await desk.carryOut(desk.moving(from, files), 'export')).toBe(code);
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
    expect(await desk.carryOut(desk.moving(from, { write }), 'export')).toBe('move.not-written');
    expect(await readFile(file, 'utf8')).toBe('somebody else');
  });

  test('a name that is taken at the last moment stays what it is', async () => {
    const name: QueueFiles['name'] = async (beside, path, content, folderId) => {
      await writeFile(path, 'somebody else');
      await queueFiles.name(beside, path, content, folderId);
    };
    expect(await desk.carryOut(desk.moving(from, { name }), 'export')).toBe('move.exists');
    expect(await readFile(file, 'utf8')).toBe('somebody else');
    expect(await readdir(outside)).toEqual(['data', 'queue.tillside']);
    expect(states(from)).toEqual(ALL_HERE);
  });

  test('but where something of it cannot be removed, another till may have it: that is not forgotten', async () => {
    const files = { read: fails, remove: fails };
    expect(await desk.carryOut(desk.moving(from, files), 'export')).toBe('move.not-verified');
    expect(states(from)).toEqual(ALL_HERE);
    await from.replayer.stop(0);
    const again = await startAgain(from.store, 3 * DAY);
    expect(again.sent).toEqual([]);
    expect(states(again)).toMatchObject({ held: 2 });
  });
});

describe('a whole file that the disk hides from the till is not forgotten: another till may have it', () => {
  /** Five days later it waits for the manager. */
  const isInDoubt = async () => {
    expect(states(from)).toEqual(ALL_HERE);
    await from.replayer.stop(0);
    const again = await startAgain(from.store, 5 * DAY);
    expect(again.sent).toEqual([]);
    expect(states(again)).toMatchObject({ held: 2 });
  };

  test.each(['before the file is read back', 'just behind its naming'])(
    'where a stick is pulled %s, and its folder goes with it',
    async (when) => {
      const [stick, pulled] = [join(outside, 'stick'), join(outside, 'pulled')];
      await mkdir(stick);
      const isNamed = when === 'just behind its naming';
      const files: Partial<QueueFiles> = isNamed
        ? {
            name: async (beside, path, content, folderId) => {
              await queueFiles.name(beside, path, content, folderId);
              await rename(stick, pulled);
              return fails();
            },
          }
        : {
            read: async (path) => {
              await rename(stick, pulled);
              return queueFiles.read(path);
            },
          };
      const path = join(stick, 'queue.tillside');
      const code = await desk.carryOut(desk.moving(from, files), 'export', WORDS, path);
      expect(code).toBe(isNamed ? 'move.not-written' : 'move.not-verified');
      expect(await readdir(pulled)).toEqual(['queue.tillside']);
      await isInDoubt();
    },
  );

  test('where another folder has taken the place of that of the stick', async () => {
    const [stick, pulled] = [join(outside, 'stick'), join(outside, 'pulled')];
    await mkdir(stick);
    const read: QueueFiles['read'] = async (path) => {
      await rename(stick, pulled);
      await mkdir(stick);
      return queueFiles.read(path);
    };
    const path = join(stick, 'queue.tillside');
    await desk.carryOut(desk.moving(from, { read }), 'export', WORDS, path);
    await isInDoubt();
  });
});

describe('the answer to the naming of a file was lost, and the second asking says that the name is taken', () => {
  test('what has the name is read, and if it is ours the export is whole', async () => {
    expect(await desk.carryOut(desk.moving(from, { name: nameTwice }), 'export')).toBeNull();
    expect(await readdir(outside)).toEqual(['data', 'queue.tillside']);
    expect(states(from)).toMatchObject({ discarded: 2 });
  });

  test('what cannot be read may be ours: it stays, and that is not forgotten', async () => {
    const files = { name: nameTwice, read: fails };
    expect(await desk.carryOut(desk.moving(from, files), 'export')).toBe('move.exists');
    expect(await readdir(outside)).toEqual(['data', 'queue.tillside']);
    expect(from.state(1)?.firstUnknownAt).not.toBeNull();
  });
});

test.each<[string, () => Promise<unknown>]>([
  [
    'a manager has discarded',
    () => from.outbox.decisions.discard('1'.padStart(32, '0'), 'manager'),
  ],
  ['a cashier has corrected', () => from.register(3, '13800000001', CONSENT, 1)],
])('no file leaves with a save that %s while it was written', async (_, decide) => {
  expect(await desk.exportWhileWriting(decide)).toBe('move.decided-meanwhile');
  expect(await readdir(outside)).toEqual(['data']);
  expect(lines.map(({ action }) => action)).toEqual(['queue.exported', 'queue.not-moved']);
  expect(from.state(2)).toMatchObject({ state: 'pending', firstUnknownAt: null });
  expect(await desk.carryOut(desk.moving(from), 'export')).toBeNull();
});

test.each<[string, () => Promise<unknown>]>([
  ['the discarding', () => from.outbox.decisions.discard('1'.padStart(32, '0'), 'manager')],
  ['a correction', () => from.register(3, '13800000001', CONSENT, 1)],
])(
  'nor with one of which %s is still on its way to the disk at the last look',
  async (_, decide) => {
    const stored = Promise.withResolvers<void>();
    let deciding: Promise<unknown> = Promise.resolve();
    const read: QueueFiles['read'] = async (path) => {
      const put = from.store.put.bind(from.store);
      from.store.put = (save) => stored.promise.then(() => put(save));
      deciding = decide();
      return queueFiles.read(path);
    };
    const { lending } = from.outbox;
    const decided = lending.decided.bind(lending);
    lending.decided = (requestIds) => {
      stored.resolve();
      return decided(requestIds);
    };
    expect(await desk.carryOut(desk.moving(from, { read }), 'export')).toBe(
      'move.decided-meanwhile',
    );
    await deciding;
    expect(await readdir(outside)).toEqual(['data']);
    expect(from.state(2)).toMatchObject({ state: 'pending', firstUnknownAt: null });
  },
);

describe('a till that is killed while it exports', () => {
  /** It stands still at that step for ever. */
  const diesAt = async (step: keyof QueueFiles) => {
    await new Promise<void>((reached) => {
      const never = () => {
        reached();
        return new Promise<never>(() => undefined);
      };
      void desk.carryOut(desk.moving(from, { [step]: never }), 'export');
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

  test('by a clock that was days ahead, waits for the manager: nobody knows how long ago that was', async () => {
    from.clock.jump(10 * DAY);
    await diesAt('read');
    const again = await startAgain(from.store, 3 * DAY);
    expect(again.sent).toEqual([]);
    expect(states(again)).toMatchObject({ held: 2 });
    const ids = [...again.store.onDisk.keys()];
    for (const id of ids) await again.outbox.decisions.requeue(id);
    again.replayer.wake('send-now');
    await again.clock.pass(60_000);
    expect(states(again), 'the manager has looked at it').toMatchObject({ accepted: 2 });
  });

  test('by such a clock, and has it still: it waits once the gateway has shown what time it is', async () => {
    from.clock.jump(10 * DAY);
    await diesAt('read');
    const again = new ReplayTill(from.store);
    const time = again.clock.now() + 3 * DAY;
    again.clock.jump(10 * DAY + 1_000);
    again.answer = gatewayAt(again, time);
    await again.start();
    await again.register(7);
    await again.clock.pass(600_000);
    expect(states(again)).toMatchObject({ held: 2, accepted: 1 });
  });

  test('of two exports the second makes no doubt of the first younger', async () => {
    from.clock.jump(10 * DAY);
    await diesAt('read');
    const again = new ReplayTill(from.store);
    again.answer = () => refusedConnection;
    again.clock.jump(3 * DAY);
    again.account = null;
    await again.start();
    await again.register(7, undefined, CONSENT);
    again.account = account;
    again.replayer.wake('settings');
    // Something else can ask what time it is: these are left alone, and not held.
    await again.clock.pass(0);
    expect(states(again)).toMatchObject({ pending: 3 });
    const there = await new ReplayTill().start();
    there.clock.jump(3 * DAY);
    const second = join(outside, 'second');
    expect(await desk.carryOut(desk.moving(again), 'export', WORDS, second)).toBeNull();
    expect(await desk.carryOut(desk.moving(there), 'import', WORDS, second)).toBeNull();
    await there.clock.pass(60_000);
    expect(states(there)).toMatchObject({ held: 2, accepted: 1 });
  });
});

test('what got no answer before the export stays in doubt since then', async () => {
  const till = await new ReplayTill().start();
  till.answer = () => lostAnswer;
  await till.register(1, undefined, CONSENT);
  await till.clock.pass(0);
  const before = till.state(1)?.firstUnknownAt;
  expect(before).not.toBeNull();
  await desk.carryOut(
    desk.moving(till, { write: () => Promise.reject(new Error('full')) }),
    'export',
  );
  expect(till.state(1)?.firstUnknownAt).toBe(before);
});
