import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { moveQueue } from './moveQueue.ts';
import type { Outbox } from './outbox/outbox.ts';
import { accepted, ReplayTill, refusedConnection } from './testing/replayTill.ts';
import type { Till } from './till.ts';

const WORDS = 'correct horse';
const day = 24 * 60 * 60_000;

let folder: string;
let from: ReplayTill;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-move-'));
  from = await new ReplayTill().start();
  from.answer = () => refusedConnection;
  await from.register(1);
  await from.clock.pass(0);
  await from.replayer.stop(0);
});
afterEach(() => rm(folder, { recursive: true }));

const move = (outbox: Outbox, direction: 'export' | 'import') =>
  moveQueue({ outbox } as unknown as Till, { direction, file: join(folder, 'queue.json') }, WORDS);

/** The till is killed when the file is safe, before it has closed anything. */
async function exportAndDie(): Promise<void> {
  from.outbox.discard = () => Promise.resolve(null);
  expect(await move(from.outbox, 'export')).toMatchObject({ exitCode: 1 });
}

async function startAgain(later: number): Promise<ReplayTill> {
  const again = new ReplayTill(from.store);
  again.clock.jump(later);
  await again.start();
  await again.clock.pass(60_000);
  return again;
}

test('a till that dies before it has closed what it exported does not send it again after days', async () => {
  await exportAndDie();
  const there = await new ReplayTill().start();
  expect(await move(there.outbox, 'import')).toMatchObject({ exitCode: 0 });
  there.answer = () => accepted('7');
  there.replayer.wake('send-now');
  await there.clock.pass(60_000);
  expect(there.state(1)).toMatchObject({ state: 'accepted' });
  const again = await startAgain(3 * day);
  expect(again.sent).toEqual([]);
  expect(again.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
});

test('within a day it goes on with it, since the gateway knows the ids', async () => {
  await exportAndDie();
  const again = await startAgain(day / 2);
  expect(again.state(1)).toMatchObject({ state: 'accepted' });
});

test('a disk that takes no changes hinders no export', async () => {
  from.store.refusal = { ok: false, failure: 'store.read-only', detail: 'EROFS' };
  expect(await move(from.outbox, 'export')).toMatchObject({ exitCode: 1 });
  const there = await new ReplayTill().start();
  expect(await move(there.outbox, 'import')).toMatchObject({ exitCode: 0 });
});

test('a file that cannot be written leaves everything as it was, however long it waits then', async () => {
  const before = [...from.store.onDisk.values()];
  const file = join(folder, 'no such folder', 'queue.json');
  const moved = await moveQueue({ outbox: from.outbox }, { direction: 'export', file }, WORDS);
  expect(moved).toMatchObject({ exitCode: 1 });
  expect(moved.line).toContain('nothing was moved');
  expect([...from.store.onDisk.values()]).toEqual(before);
  from.answer = () => accepted('7');
  const again = await startAgain(30 * day);
  expect(again.state(1)).toMatchObject({ state: 'accepted' });
});
