import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { aPerson, openErasureTill } from '../../testing/tills/erasureTill.ts';

const idOf = (number: number) => String(number).padStart(32, '0');

/** Somebody is being erased when the program is killed: it is written down, and the saves are still there. */
async function withBroken() {
  const disk = new PowerDisk();
  const till = await openErasureTill(disk);
  await till.register(idOf(1), aPerson(1));
  disk.fault = (call, _, path) =>
    path.includes('outbox-') && /write|datasync|open/.test(call) ? 'EIO' : null;
  await till.erase(aPerson(1));
  disk.fault = () => null;
  return PowerDisk.of(disk.contents());
}

test('where the disk does not give the record of an erasing now, nothing is opened without it: who is to be erased would be sent', async () => {
  const disk = await withBroken();
  disk.fault = (call, _, path) => (call === 'read' && path.includes('erasure') ? 'EMFILE' : null);
  await expect(openErasureTill(disk)).rejects.toMatchObject({ code: 'EMFILE' });
  disk.fault = () => null;
  const till = await openErasureTill(disk);
  expect(till.saves.find(idOf(1))).toBeUndefined();
});

test('where only the folder cannot be flushed behind the record, what is told is what the next start does', async () => {
  const disk = new PowerDisk();
  const till = await openErasureTill(disk);
  await till.register(idOf(1), aPerson(1));
  let isNamed = false;
  disk.fault = (call, _, path) => {
    if (call === 'rename' && path.includes('erasure')) isNamed = true;
    return isNamed && call === 'flushFolder' ? 'EIO' : null;
  };
  const erased = await till.erase(aPerson(1));
  disk.fault = () => null;
  const next = await openErasureTill(PowerDisk.of(disk.contents()));
  expect([erased.ok, next.saves.find(idOf(1)) === undefined]).toEqual([false, false]);
});

test('the trail has one line of an erasing, however often the disk refuses to note that it has it', async () => {
  const disk = new PowerDisk();
  const trail: never[] = [];
  const till = await openErasureTill(disk, trail);
  await till.register(idOf(1), aPerson(1));
  let renames = 0;
  disk.fault = (call, _, path) => {
    if (call !== 'rename' || !path.includes('erasure')) return null;
    renames += 1;
    return renames > 1 ? 'ENOSPC' : null;
  };
  expect(await till.erase(aPerson(1))).toEqual({ ok: true, left: ['erasure.json'] });
  for (let time = 0; time < 3; time += 1) await till.erasure.goOn();
  expect(trail).toHaveLength(1);
  disk.fault = () => null;
  await till.erasure.goOn();
  expect([trail.length, till.record.unfinished.length, till.told.at(-1)]).toEqual([1, 0, null]);
});

test('where a share answers the naming of the record with an error though it was done, what is told is what the next start does', async () => {
  const disk = new PowerDisk();
  const till = await openErasureTill(disk);
  await till.register(idOf(1), aPerson(1));
  const rename = disk.rename.bind(disk);
  disk.rename = async (from, to) => {
    await rename(from, to);
    throw Object.assign(new Error('the answer was lost'), { code: 'EIO' });
  };
  const erased = await till.erase(aPerson(1));
  const next = await openErasureTill(PowerDisk.of(disk.contents()));
  expect(next.saves.find(idOf(1)) === undefined).toBe(erased.ok);
});
