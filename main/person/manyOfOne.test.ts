import { expect, test, vi } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { realDisk } from '../disk/realDisk.ts';
import { Vault } from '../vault/vault.ts';
import { ErasureRecord } from './erasureRecord.ts';
import { personTraces } from './personTraces.ts';

const idOf = (number: number) => number.toString(16).padStart(32, '0');
const vault = new Vault(Buffer.alloc(32, 7));

const recordIn = (folder: string) =>
  ErasureRecord.read({ disk: realDisk, folder, vault, now: () => 1, knownTime: () => null });

test('an erasing of ever so many saves is known to the next start: a file may bring them', async () => {
  const folder = await freshFolder();
  const ids = Array.from({ length: 400_000 }, (_, at) => idOf(at));
  const erasing = {
    requestIds: ids,
    slips: ids.map((_, at) => `S-${at}`),
    operatorId: '3',
    isTold: false,
    traces: { ofSaves: ids.map((id) => ` ${id}`), ofPerson: [] },
  };
  await (await recordIn(folder)).begin(erasing);
  const [known] = (await recordIn(folder)).unfinished;
  expect(known?.requestIds.length).toBe(ids.length);
});

/** Saves with a body each. */
const some = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...aSave(),
    requestId: idOf(first + at),
    sealedBody: vault.seal(JSON.stringify({ remark: '会'.repeat(500) }), `${first + at}`),
  }));

test('it does not grow with what they have said', async () => {
  const saves = some(0, 10);
  const { ofSaves } = await personTraces(saves, [], saves);
  expect(ofSaves).toHaveLength(20);
  expect(Math.max(...ofSaves.map((text) => text.length))).toBeLessThan(100);
});

test('what others have sealed is walked through once, however many are erased', async () => {
  const saves = some(0, 200);
  const looks = vi.spyOn(String.prototype, 'includes');
  await personTraces(saves, [], [...saves, ...some(1_000, 200)]);
  const count = looks.mock.calls.length;
  looks.mockRestore();
  expect(count).toBeLessThan(1_000);
});
