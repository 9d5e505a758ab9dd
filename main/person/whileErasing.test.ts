import { expect, test } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { aPerson, openErasureTill } from '../../testing/tills/erasureTill.ts';
import { packMovable } from '../move/movable.ts';

const idOf = (number: number) => String(number).padStart(32, '0');
const rejected: Outcome = { class: 'rejected', code: '', subCode: '', text: '', traceId: '' };

/** Somebody's save is refused and held. */
async function withHeld() {
  const disk = new PowerDisk();
  const till = await openErasureTill(disk);
  await till.register(idOf(1), aPerson(1));
  await till.send(idOf(1), rejected);
  return { disk, till };
}

test('a correction that is just being stored is not left behind by the erasing of what it corrects', async () => {
  const { till } = await withHeld();
  const corrected = till.register(idOf(2), aPerson(1), idOf(1));
  const erased = await till.erase(aPerson(1));
  await corrected;
  expect(erased).toEqual({ ok: false, why: 'busy' });
  expect(till.saves.find(idOf(1))?.closedReason).toBe('corrected');
});

test('nor is one that was stored while somebody else was being erased: what is erased is all of them as they are then', async () => {
  const { till } = await withHeld();
  await till.register(idOf(3), aPerson(2));
  const other = till.erase(aPerson(2));
  const erased = till.erase(aPerson(1));
  const corrected = till.register(idOf(2), aPerson(1), idOf(1));
  expect(await other).toEqual({ ok: true, left: [] });
  expect(await corrected).toMatchObject({ ok: true });
  expect(await erased).toEqual({ ok: true, left: [] });
  expect([...till.saves.values()]).toEqual([]);
});

test('nothing is made of a save that is being erased', async () => {
  const { till, disk } = await withHeld();
  let corrected: ReturnType<typeof till.register> | undefined;
  disk.fault = (call, _, path) => {
    if (call === 'rename' && path.includes('erasure'))
      corrected ??= till.register(idOf(2), aPerson(1), idOf(1));
    return null;
  };
  expect(await till.erase(aPerson(1))).toMatchObject({ ok: true });
  expect(await corrected).toMatchObject({ ok: false });
  expect([...till.saves.values()]).toEqual([]);
});

test('what could not be erased yet is sent by nobody’s word, and goes into no file', async () => {
  const { till, disk } = await withHeld();
  disk.fault = (call, _, path) =>
    path.includes('outbox-') && /write|datasync|open/.test(call) ? 'EIO' : null;
  expect(await till.erase(aPerson(1))).toMatchObject({ ok: true, left: ['outbox-*'] });
  disk.fault = () => null;
  const { decisions } = till.outbox;
  expect(await decisions.sendAgain(idOf(1))).toBeNull();
  expect(await decisions.requeue(idOf(1))).toBeNull();
  expect(await decisions.discard(idOf(1), 'manager')).toBeNull();
  expect(await till.register(idOf(2), aPerson(1), idOf(1))).toMatchObject({ ok: false });
  expect(packMovable(till.outbox).requestIds).toEqual([]);
  await till.erasure.goOn();
  expect([...till.saves.values()]).toEqual([]);
});

test('nor is it where the manager asks for the same once more, and the disk does not even write that down', async () => {
  const disk = new PowerDisk();
  const till = await openErasureTill(disk);
  await till.register(idOf(1), aPerson(1));
  const isOfStore = (path: string) => path.includes('outbox-');
  disk.fault = (call, _, path) =>
    isOfStore(path) && /write|datasync|open/.test(call) ? 'EIO' : null;
  expect(await till.erase(aPerson(1))).toMatchObject({ ok: true, left: ['outbox-*'] });
  disk.fault = (call) => (/write|datasync|open|rename/.test(call) ? 'ENOSPC' : null);
  expect(await till.erase(aPerson(1))).toEqual({ ok: false, why: 'not-begun' });
  disk.fault = () => null;
  expect(till.saves.isLeaving({ requestId: idOf(1) })).toBe(true);
  const chosen = [...till.saves.queue.values()].filter(({ state }) => state === 'pending');
  expect(chosen).toEqual([]);
  expect(await till.outbox.decisions.discard(idOf(1), 'manager')).toBeNull();
  await till.erasure.goOn();
  expect([...till.saves.values()]).toEqual([]);
});

test('whoever is being erased is known to nobody: who comes again meanwhile is registered anew, and stays', async () => {
  const { till, disk } = await withHeld();
  disk.fault = (call, _, path) =>
    path.includes('outbox-') && /write|datasync|open/.test(call) ? 'EIO' : null;
  expect(await till.erase(aPerson(1))).toMatchObject({ ok: true, left: ['outbox-*'] });
  disk.fault = () => null;
  expect(till.outbox.contents.findMember('brand', aPerson(1))).toBeUndefined();
  expect(await till.register(idOf(2), aPerson(1))).toMatchObject({ ok: true });
  await till.erasure.goOn();
  expect([...till.saves.values()].map(({ requestId }) => requestId)).toEqual([idOf(2)]);
  const again = await openErasureTill(disk.afterCut());
  expect(again.outbox.contents.findMember('brand', aPerson(1))?.requestId).toBe(idOf(2));
});

test('nobody is told that a save is safe which is being erased: a program that calls again with its key is answered once it is registered anew', async () => {
  const disk = new PowerDisk();
  const till = await openErasureTill(disk);
  await till.register(idOf(1), aPerson(1));
  disk.fault = (call, _, path) =>
    path.includes('outbox-') && /write|datasync|open/.test(call) ? 'EIO' : null;
  expect(await till.erase(aPerson(1))).toMatchObject({ ok: true, left: ['outbox-*'] });
  disk.fault = () => null;
  const again = await till.register(idOf(1), aPerson(1));
  await till.erasure.goOn();
  expect(again.ok).toBe(till.saves.find(idOf(1)) !== undefined);
  expect(await till.register(idOf(1), aPerson(1))).toMatchObject({ ok: true, isNew: true });
  await till.erasure.goOn();
  expect(till.saves.find(idOf(1))).toBeDefined();
});

/** A copy of a journal with somebody's line, which was kept for support. */
const COPY = '/data/till/outbox-000001.journal.unreadable-2026-11-24T00-00-00-000Z';

test('whoever is registered under an id that was erased stays, while something of that is left in a file: it is not erased again', async () => {
  const { disk, till } = await withHeld();
  const copy = await disk.open(COPY, 'create');
  await copy.write(Buffer.from(` ${idOf(1)}`), 0);
  await copy.datasync();
  await disk.flushFolder('/data/till');
  disk.fault = (call, _, path) => (path === COPY && call === 'open' ? 'EACCES' : null);
  const left = { ok: true, left: [COPY.slice('/data/till/'.length)] };
  expect(await till.erase(aPerson(1))).toEqual(left);
  // As a program does that calls once more with the key of then.
  expect(await till.register(idOf(1), aPerson(2))).toMatchObject({ ok: true, isNew: true });
  await till.erasure.goOn();
  const isThere = ({ saves, desk }: typeof till) =>
    desk.savesOf(aPerson(2)).includes(saves.find(idOf(1)) as never);
  expect(isThere(till)).toBe(true);
  const again = await openErasureTill(disk.afterCut());
  expect(isThere(again)).toBe(true);
  disk.fault = () => null;
  await till.erasure.goOn();
  expect(till.told.at(-1)).toBeNull();
  expect(isThere(till)).toBe(true);
});

test('so does who comes under such an id at any moment of an erasing, whatever is tried again behind it', async () => {
  let taken = 0;
  for (let moment = 0; ; moment += 1) {
    const disk = new PowerDisk();
    const till = await openErasureTill(disk);
    await till.register(idOf(1), aPerson(1));
    let calls = 0;
    let again: ReturnType<typeof till.register> | undefined;
    disk.fault = () => {
      if (calls === moment) again ??= till.register(idOf(1), aPerson(2));
      calls += 1;
      return null;
    };
    expect(await till.erase(aPerson(1))).toMatchObject({ ok: true });
    if (again === undefined) {
      expect(taken).toBeGreaterThan(0);
      return;
    }
    const { ok } = await again;
    taken += Number(ok);
    disk.fault = () => null;
    // With the next tidying, or with the next start.
    const next = moment % 2 === 0 ? till : await openErasureTill(disk.afterCut());
    await next.erasure.goOn();
    expect(next.desk.savesOf(aPerson(2)), `at ${moment}`).toHaveLength(Number(ok));
    expect(next.told.at(-1) ?? null, `at ${moment}`).toBeNull();
  }
});

test('so is who comes at any moment of an erasing, and no power cut behind it takes them away', async () => {
  const others = [2, 3, 4].map(idOf);
  for (let moment = 0; ; moment += 1) {
    const disk = new PowerDisk();
    const till = await openErasureTill(disk);
    await till.register(idOf(1), aPerson(1));
    for (const [at, id] of others.entries()) await till.register(id, aPerson(at + 2));
    let calls = 0;
    let again: ReturnType<typeof till.register> | undefined;
    disk.fault = () => {
      if (calls === moment) again ??= till.register(idOf(9), aPerson(1));
      calls += 1;
      return null;
    };
    expect(await till.erase(aPerson(1))).toMatchObject({ ok: true });
    if (again === undefined) {
      expect(moment).toBeGreaterThan(20);
      return;
    }
    expect(await again, `at ${moment}`).toMatchObject({ ok: true });
    disk.fault = () => null;
    const { saves } = await openErasureTill(disk.afterCut());
    const left = [...saves.values()].map(({ requestId }) => requestId).sort();
    expect(left, `at ${moment}`).toEqual([...others, idOf(9)]);
  }
});
