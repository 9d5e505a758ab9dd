import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { aPerson, NOW, openErasureTill } from '../../testing/tills/erasureTill.ts';
import { register } from '../../testing/tills/hostileQueue.ts';
import { openOutbox } from '../outbox/openOutbox.ts';
import { packQueue } from '../outbox/packQueue.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';
import { Vault } from '../vault/vault.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const ERASED = '1'.repeat(32);
const COMES = '2'.repeat(32);

/** The queue of another till with a save of whoever was erased, as it was made an hour before. */
async function fileOfBefore() {
  const there = await openOutbox({
    ...{ store: new MemoryStore(), vault: new Vault(Buffer.alloc(32, 3)) },
    ...{ now: () => NOW - HOUR, retention: HOUR },
  });
  await register(there, COMES, { member: aPerson(1) });
  return packQueue(there).queue;
}

/** Somebody is erased while the clock of the PC stands years ago, and nobody has shown the time. */
async function erasedYearsAgo() {
  const clock = new VirtualClock(NOW - 300 * DAY);
  const known = { time: null as number | null };
  const disk = new PowerDisk();
  const till = await openErasureTill(disk, [], () => known.time, clock.now, clock.monotonic);
  await till.register(ERASED, aPerson(1));
  expect(await till.erase(aPerson(1))).toMatchObject({ ok: true });
  await clock.pass(HOUR);
  return { clock, known, disk, till };
}

const late = { state: 'held', heldReason: 'late-import' };

test('what a file brings of before somebody was erased takes the manager, also where the clock stood years ago then and was put right since', async () => {
  const { clock, till } = await erasedYearsAgo();
  clock.jump(300 * DAY);
  await takeOverQueue(till.outbox, await fileOfBefore());
  expect(till.saves.find(COMES)).toMatchObject(late);
});

test.each(['put right', 'shown by the gateway'])(
  'so it does at the next start, once the time was %s and the till has tidied up',
  async (how) => {
    const { clock, known, disk, till } = await erasedYearsAgo();
    if (how === 'put right') clock.jump(300 * DAY);
    else known.time = NOW + HOUR;
    await till.erasure.goOn();
    const now = () => NOW + 2 * HOUR;
    const next = await openErasureTill(PowerDisk.of(disk.contents()), [], now, now);
    await takeOverQueue(next.outbox, await fileOfBefore());
    expect(next.saves.find(COMES)).toMatchObject(late);
  },
);

test.each([300 * DAY, 3 * HOUR])(
  'so it does where the till begins anew before anything was shown or tidied up, and the clock that was %i ms behind is right then',
  async (behind) => {
    const disk = new PowerDisk();
    const till = await openErasureTill(
      disk,
      [],
      () => null,
      () => NOW - behind,
      () => 0,
    );
    await till.register(ERASED, aPerson(1));
    expect(await till.erase(aPerson(1))).toMatchObject({ ok: true });
    const now = () => NOW + 2 * HOUR;
    const next = await openErasureTill(
      PowerDisk.of(disk.contents()),
      [],
      () => null,
      now,
      () => 0,
    );
    await takeOverQueue(next.outbox, await fileOfBefore());
    expect(next.saves.find(COMES)).toMatchObject(late);
  },
);

test('what was made since goes by itself, once that start was shown the time and has tidied up', async () => {
  const disk = new PowerDisk();
  const till = await openErasureTill(
    disk,
    [],
    () => null,
    () => NOW - 2 * DAY,
    () => 0,
  );
  await till.register(ERASED, aPerson(1));
  await till.erase(aPerson(1));
  const start = () => NOW - DAY;
  const second = PowerDisk.of(disk.contents());
  await (await openErasureTill(second, [], start, start, () => 0)).erasure.goOn();
  const now = () => NOW + 2 * HOUR;
  const next = await openErasureTill(
    PowerDisk.of(second.contents()),
    [],
    () => null,
    now,
    () => 0,
  );
  await takeOverQueue(next.outbox, await fileOfBefore());
  expect(next.saves.find(COMES)).toMatchObject({ state: 'pending' });
});
