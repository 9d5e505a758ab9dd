import { setImmediate as endOfTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  numberedSave,
  openStore,
  storePath,
  watermarkPath,
} from '../../testing/tills/journalHarness.ts';
import { patientDisk } from '../disk/patientDisk.ts';
import { LowdbOutboxStore } from '../outbox/lowdbOutboxStore.ts';
import { type Outbox, openOutbox } from '../outbox/openOutbox.ts';
import { sealedSave } from '../vault/sealedBody.ts';
import { Vault } from '../vault/vault.ts';
import { JournalAdapter } from './journalAdapter.ts';

const NOW = Date.UTC(2026, 10, 24);
const vault = new Vault(Buffer.alloc(32, 7));
const journal = storePath('outbox-000001.journal');

/** The same numbers from 0 to 1 at every run (a linear congruence). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** As this till has sealed it: what does not open is nobody's, and is held. */
const sealed = (sequence: number, version = 0) =>
  sealedSave(vault, numberedSave(sequence, version), 'x'.repeat(200));

/** A store of five saves that wait, after it was closed. */
async function filesOfFive() {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  for (let sequence = 1; sequence <= 5; sequence += 1) await store.put(sealed(sequence));
  const before = disk.contents();
  await store.put(sealed(5, 1));
  await store.close();
  return { before, after: disk.contents() };
}

async function withLostLines() {
  const { after } = await filesOfFive();
  const bytes = Buffer.from(after.get(journal) ?? '');
  const third = bytes.indexOf(numberedSave(3).requestId);
  bytes.fill(0, third, third + 200);
  return new Map([...after, [journal, bytes]]);
}

async function anEarlierCopy() {
  const { before, after } = await filesOfFive();
  return new Map([...before, [watermarkPath, after.get(watermarkPath) ?? Buffer.alloc(0)]]);
}

/** The queue as a till opens it. */
function openQueue(disk: PowerDisk): Promise<Outbox> {
  const adapter = new JournalAdapter({
    disk: patientDisk(disk, () => Promise.resolve()),
    clock: new VirtualClock(),
    folder: '/data/till',
    watermarkPath,
    now: () => NOW,
    fillAhead: 8 * 1024,
  });
  const store = new LowdbOutboxStore(adapter);
  return openOutbox({ store, vault, now: () => NOW, retention: 1e15 });
}

test.each([
  ['lines between others are lost', withLostLines],
  ['an earlier copy was put back', anEarlierCopy],
])(
  'where %s, a power cut at any moment of the start leaves nothing that is open without its doubt',
  async (_, make) => {
    const files = await make();
    const random = randomOf(1);
    let isOpened = false;
    for (let cut = 1; !isOpened; cut += 1) {
      for (let time = 0; time < 5; time += 1) {
        const disk = PowerDisk.of(files, random);
        disk.cutAt = cut;
        void openQueue(disk).then(() => {
          isOpened = true;
        });
        for (let turn = 0; turn < 20; turn += 1) await endOfTurn();
        const found = await openQueue(disk.afterCut());
        const open = found.saves.unfinished();
        expect(open.length).toBeGreaterThan(3);
        expect(open.filter(({ firstUnknownAt }) => firstUnknownAt === null)).toEqual([]);
      }
    }
  },
);

test('where the disk takes no new snapshot, the doubt of all goes with the first change that it does take', async () => {
  const disk = PowerDisk.of(await withLostLines());
  disk.fault = (call, _number, path) =>
    call === 'open' && path.includes('.snapshot') ? 'EACCES' : null;
  const outbox = await openQueue(disk);
  const { requestId } = outbox.saves.unfinished()[0] ?? {};
  await outbox.decisions.discard(requestId ?? '', 'manager');
  const stored = await openStore(PowerDisk.of(disk.contents()));
  const open = stored.saves.filter(({ state }) => state === 'pending');
  expect(open.map(({ firstUnknownAt }) => firstUnknownAt)).toEqual([2, 4, 5]);
});

test('where the disk refuses that change as well, the doubt of all goes with the next one that it takes, and outlives a power cut', async () => {
  const disk = PowerDisk.of(await anEarlierCopy());
  const takesNoSnapshot: PowerDisk['fault'] = (call, _number, path) =>
    call === 'open' && path.includes('.snapshot') ? 'EACCES' : null;
  disk.fault = takesNoSnapshot;
  const outbox = await openQueue(disk);
  const { requestId = '' } = outbox.saves.unfinished()[0] ?? {};
  disk.fault = (call, number, path) =>
    call === 'write' ? 'EIO' : takesNoSnapshot(call, number, path);
  expect(await outbox.decisions.discard(requestId, 'manager'), 'refused').toBeNull();
  disk.fault = takesNoSnapshot;
  expect(await outbox.decisions.discard(requestId, 'manager')).toMatchObject({ requestId });
  const stored = await openStore(disk.afterCut());
  const open = stored.saves.filter(({ state }) => state === 'pending');
  expect(open).toHaveLength(4);
  expect(open.filter(({ firstUnknownAt }) => firstUnknownAt === null)).toEqual([]);
});

test('where the disk takes nothing at all, what is open is in doubt all the same', async () => {
  const disk = PowerDisk.of(await withLostLines());
  const before = disk.contents();
  disk.fault = (call) => (call === 'read' || call === 'list' ? null : 'EROFS');
  const outbox = await openQueue(disk);
  const open = outbox.saves.unfinished();
  expect(open.map(({ firstUnknownAt }) => firstUnknownAt)).toEqual([1, 2, 4, 5]);
  expect(outbox.warnings.map(({ code }) => code)).toContain('store.read-only');
  expect(disk.contents()).toEqual(before);
});
