import { expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { passedUnseen } from '../../app/outbox/forgotten.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { aPerson, NOW, openErasureTill } from '../../testing/tills/erasureTill.ts';
import { MovedPeople } from '../outbox/movedPeople.ts';

const idOf = (number: number) => String(number).padStart(32, '0');
const accepted = {
  class: 'accepted',
  code: '',
  subCode: '',
  text: '',
  traceId: '',
  customerId: 'c',
} as Outcome;
const rejected: Outcome = { class: 'rejected', code: '', subCode: '', text: '', traceId: '' };

/** Somebody's older save is refused and held; then a newer one of another person is accepted, and that person is erased. */
async function withErased() {
  const disk = new PowerDisk();
  const till = await openErasureTill(disk);
  await till.register(idOf(1), aPerson(1));
  await till.register(idOf(2), aPerson(2));
  await till.send(idOf(1), rejected);
  await till.send(idOf(2), accepted);
  expect(till.outbox.permissions.of(till.saves.find(idOf(1)) ?? aSave()).sendAgain).toBe('anyone');
  await till.erase(aPerson(2));
  return { disk, till };
}

test('nobody remembers whose an erased save was: what is held from before it takes the manager, as behind everything that is forgotten', async () => {
  const { disk, till } = await withErased();
  for (const one of [till, await openErasureTill(disk)])
    expect(one.outbox.permissions.of(one.saves.find(idOf(1)) ?? aSave()).sendAgain).toBe('manager');
});

test('what comes in a file and was made before an erasing may be of whoever was erased: it waits for the manager, also after a start', async () => {
  const { disk, till } = await withErased();
  for (const one of [till, await openErasureTill(disk)]) {
    const { erasedAt } = one.record;
    const came = (madeAt: number) =>
      aSave({ sequence: 9, imported: { exportedAt: madeAt, before: 3, madeAt } });
    const { isPassed } = one.outbox.passedHere(new MovedPeople(0, 1));
    expect(isPassed(came(erasedAt - 1))).toBe(true);
    // So far two right clocks differ: it may have been made before all the same.
    expect(isPassed(came(erasedAt + 5 * 60_000 - 1))).toBe(true);
    expect(isPassed(came(erasedAt + 5 * 60_000))).toBe(false);
    // By a clock that was ahead; its file says that it was there before.
    const ahead = { exportedAt: erasedAt - 1, before: 3, madeAt: erasedAt + 7_200_000 };
    expect(isPassed(aSave({ sequence: 9, imported: ahead }))).toBe(true);
    // Without its time the numbers tell: behind one that is remembered nothing is forgotten by itself.
    const unaware = passedUnseen(one.saves, one.outbox.numbers, Number.NEGATIVE_INFINITY);
    expect(unaware(came(erasedAt - 1))).toBe(true);
  }
});

test('a record that cannot be opened counts as an erasing at the latest now', async () => {
  const { disk } = await withErased();
  const path = '/data/till/erasure.json';
  const file = await disk.open(path, 'create');
  await file.write(Buffer.from('{"format":1,"torn'), 0);
  await file.datasync();
  const till = await openErasureTill(disk);
  expect(till.record.erasedAt).toBeGreaterThan(0);
  expect(till.record.unfinished).toEqual([]);
});

test('what the disk refuses is told, sent by nobody meanwhile, and done with the next tidying', async () => {
  const disk = new PowerDisk();
  const trail: never[] = [];
  const till = await openErasureTill(disk, trail);
  await till.register(idOf(1), aPerson(1));
  disk.fault = (call, _, path) =>
    path.includes('outbox-') && /write|datasync|open/.test(call) ? 'EIO' : null;
  expect(await till.erase(aPerson(1))).toEqual({ ok: true, left: ['outbox-*'] });
  expect(till.told.at(-1)).toBe('outbox-*');
  expect(trail).toEqual([]);
  expect(till.saves.find(idOf(1))).toBeDefined();
  expect(await till.send(idOf(1), null)).toBeNull();
  disk.fault = () => null;
  await till.erasure.goOn();
  expect(till.saves.find(idOf(1))).toBeUndefined();
  expect(till.told.at(-1)).toBeNull();
  expect(trail).toMatchObject([{ action: 'person.erased', slip: 'S-0001', saves: 1 }]);
  await till.erasure.goOn();
  expect(trail).toHaveLength(1);
});

test('where it cannot be written down nothing is erased, and everything goes on as before', async () => {
  const disk = new PowerDisk();
  const till = await openErasureTill(disk);
  await till.register(idOf(1), aPerson(1));
  disk.fault = (call, _, path) => (path.includes('erasure') && call === 'open' ? 'ENOSPC' : null);
  expect(await till.erase(aPerson(1))).toEqual({ ok: false, why: 'not-begun' });
  expect(await till.send(idOf(1), accepted)).toMatchObject({ state: 'accepted' });
});

test('when somebody was erased is the gateway’s time as it is proved, wherever the clock of the till stands', async () => {
  for (const years of [-6, 70]) {
    const known = NOW + years * 365 * 86_400_000;
    const till = await openErasureTill(new PowerDisk(), [], () => known);
    await till.register(idOf(1), aPerson(1));
    await till.erase(aPerson(1));
    expect(till.record.erasedAt).toBe(known);
  }
});
