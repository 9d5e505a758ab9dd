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

test.each([
  ['nothing has shown the time since', () => null, late],
  ['the gateway has shown it at a start since', () => NOW - 2 * HOUR, { state: 'pending' }],
])(
  'of whoever was erased by a clock that nothing had confirmed before the till was closed, what was made before the last start takes the manager: %s',
  async (_what, knownTime, expected) => {
    const { disk } = await erasedYearsAgo();
    const startAt = (time: number, there: PowerDisk, known: () => number | null) => {
      const { now, monotonic } = new VirtualClock(time);
      return openErasureTill(there, [], known, now, monotonic);
    };
    const second = PowerDisk.of(disk.contents());
    await startAt(NOW - 2 * HOUR, second, knownTime);
    const next = await startAt(NOW + HOUR, PowerDisk.of(second.contents()), () => null);
    await takeOverQueue(next.outbox, await fileOfBefore());
    expect(next.saves.find(COMES)).toMatchObject(expected);
  },
);
