import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Save } from '../app/outbox/save.ts';
import { moveQueue } from './moveQueue.ts';
import { Outbox } from './outbox/outbox.ts';
import type { WriteResult } from './outbox/outboxStore.ts';
import { MemoryStore } from './testing/memoryStore.ts';
import { Vault } from './vault/vault.ts';

const HOUR = 60 * 60_000;
const PASSPHRASE = 'correct horse';
const idOf = (number: number) => String(number).padStart(32, '0');
let now: number;
let folder: string;

/** A disk on which nothing is closed as moved any more: the till is killed once the file is there. */
class KilledBeforeClosing extends MemoryStore {
  override async settle(save: Save): Promise<WriteResult> {
    if (save.heldReason === 'moved') {
      return { ok: false, failure: 'store.failed', detail: 'killed' };
    }
    return super.settle(save);
  }
}

beforeEach(async () => {
  now = Date.UTC(2026, 10, 26);
  folder = await mkdtemp(join(tmpdir(), 'tillside-move-'));
  const own = folder;
  onTestFinished(() => rm(own, { recursive: true, force: true }));
});

const open = (store: MemoryStore, key = 1) =>
  Outbox.open({ store, vault: new Vault(Buffer.alloc(32, key)), now: () => now, retention: 1e9 });

async function tillWith(store: MemoryStore, count: number): Promise<Outbox> {
  const outbox = await open(store);
  for (let number = 1; number <= count; number += 1) {
    const result = await outbox.enqueue({
      requestId: idOf(number),
      origin: { brandId: '1', shopId: '2', operatorId: '3' },
      member: { mobile: String(13_800_138_000 + number) },
      app: 'https://gw.example k',
      correctionOf: null,
      consent: null,
    });
    if (!result.ok) throw new Error(result.failure);
  }
  return outbox;
}

test('a till that is killed between its file and the closing does not send its own copies a day later', async () => {
  const store = new KilledBeforeClosing();
  const outbox = await tillWith(store, 3);
  const file = join(folder, 'queue.tillside');
  const moved = await moveQueue({ outbox }, { direction: 'export', file }, PASSPHRASE);
  expect(moved.exitCode).toBe(1);
  expect(await readdir(folder)).toEqual(['queue.tillside']);
  const again = await open(store);
  await again.holdStale(now + 23 * HOUR);
  expect(again.counts).toMatchObject({ pending: 3, held: 0 });
  await again.holdStale(now + 25 * HOUR);
  expect(again.counts).toMatchObject({ pending: 0, held: 3 });
});

test('a file that cannot be written leaves everything as it was, however long it waits then', async () => {
  const store = new MemoryStore();
  const outbox = await tillWith(store, 3);
  const before = [...store.onDisk.values()];
  const file = join(folder, 'no such folder', 'queue.tillside');
  const moved = await moveQueue({ outbox }, { direction: 'export', file }, PASSPHRASE);
  expect(moved).toMatchObject({ exitCode: 1 });
  expect(moved.line).toContain('nothing was moved');
  expect([...store.onDisk.values()]).toEqual(before);
  await outbox.holdStale(now + 9_000 * HOUR);
  expect(outbox.counts).toMatchObject({ pending: 3, held: 0 });
});

test('a store that refuses moves nothing and writes no file', async () => {
  const store = new MemoryStore();
  const outbox = await tillWith(store, 3);
  store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
  const file = join(folder, 'queue.tillside');
  const moved = await moveQueue({ outbox }, { direction: 'export', file }, PASSPHRASE);
  expect(moved).toMatchObject({ exitCode: 1 });
  expect(await readdir(folder)).toEqual([]);
});

test('what was in doubt before stays as old as it was', async () => {
  const store = new MemoryStore();
  const outbox = await tillWith(store, 1);
  const pending = outbox.find(idOf(1));
  if (pending === undefined) throw new Error('not there');
  const sending = await outbox.markSending(pending, now);
  if (sending === null) throw new Error('not marked');
  const lost = { code: '', subCode: '', text: '', traceId: '', class: 'unreachable' } as const;
  const context = { now, random: () => 0, isOwnFault: false, isEverybodys: false };
  await outbox.settle(sending, { ...lost, mayHaveArrived: true }, context);
  const since = outbox.find(idOf(1))?.firstUnknownAt;
  now += 5 * HOUR;
  const file = join(folder, 'no such folder', 'queue.tillside');
  await moveQueue({ outbox }, { direction: 'export', file }, PASSPHRASE);
  expect(outbox.find(idOf(1))?.firstUnknownAt).toBe(since);
});
