import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atRest, type Computer, SharedFolder } from '../../testing/tills/sharedFolder.ts';

const SECOND = 1_000;
/** As long as a start waits for a program of another PC that is gone. */
const TAKE_OVER = 20 * SECOND;

test('story 12: two programs of two PCs on one data folder: the second does not start, and says where the first runs', async () => {
  const shared = new SharedFolder();
  const [one, two] = [shared.computer('COUNTER-1'), shared.computer('COUNTER-2')];
  await one.start();
  expect(one.state).toBe('running');
  await two.start();
  await shared.pass(4 * SECOND);
  expect(two.state).toBe('refused');
  expect(two.refusedFor).toBe('COUNTER-1');
  await shared.pass(60 * SECOND);
  expect(await one.save()).toMatchObject({ ok: true });
  expect(one.lease.warning).toBeNull();
});

test('where the program of the other PC was closed, a start waits for nothing', async () => {
  const shared = new SharedFolder();
  const [one, two] = [shared.computer('COUNTER-1'), shared.computer('COUNTER-2')];
  await one.start();
  const saved = await one.save();
  await one.quit();
  await two.start();
  expect(two.state).toBe('running');
  expect(two.known).toEqual([saved?.requestId]);
  expect(two.waitedFor).toEqual([]);
});

test('story 12: where the program of the other PC has died, the start takes over after a while, with every save', async () => {
  const shared = new SharedFolder();
  const [one, two] = [shared.computer('COUNTER-1'), shared.computer('COUNTER-2')];
  await one.start();
  const saved = await one.save();
  one.kill();
  await two.start();
  await shared.pass(5 * SECOND);
  expect(two.state).toBe('starting');
  expect(two.waitedFor).toEqual(['COUNTER-1']);
  await shared.pass(TAKE_OVER);
  expect(two.state).toBe('running');
  expect(two.known).toEqual([saved?.requestId]);
  expect(await two.save()).toMatchObject({ ok: true });
});

test('after a power cut the same PC waits for nothing, also where its processes have the same numbers again', async () => {
  const shared = new SharedFolder();
  const before = shared.computer('COUNTER-1');
  await before.start();
  const saved = await before.save();
  before.kill();
  const again = shared.computer('COUNTER-1', { boot: '2'.repeat(32), pid: process.pid });
  await again.start();
  expect(again.state).toBe('running');
  expect(again.known).toEqual([saved?.requestId]);
});

test('story 12: a program that sleeps while another PC takes over stores nothing more, and says who has the data', async () => {
  const shared = new SharedFolder();
  const [one, two] = [shared.computer('COUNTER-1'), shared.computer('COUNTER-2')];
  await one.start();
  const first = await one.save();
  one.sleep();
  await two.start();
  await shared.pass(TAKE_OVER);
  expect(two.state).toBe('running');
  const second = await two.save();
  one.wake();
  // Before any of its timers has run.
  expect(await one.save()).toMatchObject({
    ok: false,
    failure: 'store.other-program',
    detail: 'COUNTER-2',
  });
  expect(one.lease.warning).toEqual({ code: 'store.other-program', detail: 'COUNTER-2' });
  await shared.pass(10 * SECOND);
  const third = await two.save();
  await one.quit();
  await two.quit();
  await one.start();
  expect(one.known).toEqual([first, second, third].map((saved) => saved?.requestId));
});

test('a program that slept while another PC came and went again stores nothing more', async () => {
  const shared = new SharedFolder();
  const [one, two] = [shared.computer('COUNTER-1'), shared.computer('COUNTER-2')];
  await one.start();
  one.sleep();
  await two.start();
  await shared.pass(TAKE_OVER);
  const saved = await two.save();
  await two.quit();
  one.wake();
  expect(await one.save()).toMatchObject({ failure: 'store.other-program', detail: '?' });
  await one.quit();
  await one.start();
  expect(one.known).toEqual([saved?.requestId]);
});

test.each(['before', 'behind'] as const)(
  'story 12: asleep %s a write while another PC takes over: not told as stored, and nothing is spoilt',
  async (where) => {
    const shared = new SharedFolder();
    const [one, two] = [shared.computer('COUNTER-1'), shared.computer('COUNTER-2')];
    await one.start();
    const first = await one.save();
    const saving = one.sleepInSave(where);
    await two.start();
    await shared.pass(TAKE_OVER);
    const second = await two.save();
    one.wake();
    expect(await saving).toMatchObject({ failure: 'store.other-program' });
    const third = await two.save();
    await one.quit();
    await two.quit();
    await one.start();
    // What was on the disk in time went to who took over: it is not lost either.
    const late = where === 'behind' ? [(await saving)?.requestId] : [];
    const saved = [first, second, third].map((one) => one?.requestId);
    expect([...one.known].sort()).toEqual([...saved, ...late].sort());
  },
);

test('a program that sleeps alone goes on when it wakes', async () => {
  const shared = new SharedFolder();
  const one = shared.computer('COUNTER-1');
  await one.start();
  one.sleep();
  await shared.pass(600 * SECOND);
  one.wake();
  expect(await one.save()).toMatchObject({ ok: true });
  await shared.pass(10 * SECOND);
  expect(await one.save()).toMatchObject({ ok: true });
});

test('story 12: of two PCs that start at the same moment one runs', async () => {
  const shared = new SharedFolder();
  const both = [shared.computer('COUNTER-1'), shared.computer('COUNTER-2')];
  await Promise.all(both.map((computer) => computer.start()));
  await shared.pass(TAKE_OVER);
  expect(both.map(({ state }) => state).sort()).toEqual(['refused', 'running']);
});

test('story 12: of two PCs that take over from a third at the same moment one runs', async () => {
  const shared = new SharedFolder();
  const gone = shared.computer('COUNTER-0');
  await gone.start();
  await gone.save();
  gone.kill();
  const both = [shared.computer('COUNTER-1'), shared.computer('COUNTER-2')];
  await Promise.all(both.map((computer) => computer.start()));
  await shared.pass(2 * TAKE_OVER);
  expect(both.map(({ state }) => state).sort()).toEqual(['refused', 'running']);
  const running = both.find(({ state }) => state === 'running');
  expect(running?.known).toHaveLength(1);
});

test('who takes over from another PC begins a journal of its own, and the one of before is gone', async () => {
  const shared = new SharedFolder();
  const [one, two] = [shared.computer('COUNTER-1'), shared.computer('COUNTER-2')];
  await one.start();
  await one.save();
  one.kill();
  await two.start();
  await shared.pass(TAKE_OVER);
  const journals = readdirSync(shared.folder).filter((name) => name.endsWith('.journal'));
  expect(journals).toEqual(['outbox-000002.journal']);
});

/** What may happen to a PC, and how often. */
const MOVES = {
  ...{ start: 4, save: 5, wake: 5, kill: 1, quit: 1 },
  ...{ sleep: 2, 'sleep before': 2, 'sleep behind': 2 },
};
type Move = keyof typeof MOVES;

test('story 12: three PCs that start, save, sleep, wake, die and quit as they like lose nothing that was said to be stored', async () => {
  const move = fc.record({
    who: fc.constantFrom(0, 0, 0, 1, 1, 1, 2),
    what: fc.oneof(
      ...Object.entries(MOVES).map(([what, weight]) => ({
        arbitrary: fc.constant(what as Move),
        weight,
      })),
    ),
    wait: fc.constantFrom(0, 0, 1, 4, 18, 22),
  });
  const schedule = fc.array(move, { minLength: 12, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(schedule, async (steps) => {
      const shared = new SharedFolder();
      const computers = ['ONE', 'TWO', 'THREE'].map((host) => shared.computer(host));
      const stored: string[] = [];
      const keep = (saving: ReturnType<Computer['save']>) =>
        saving.then((saved) => saved?.ok && stored.push(saved.requestId));
      for (const { who, what, wait } of steps) {
        const computer = computers[who] as Computer;
        await carryOut(computer, what, keep);
        await shared.pass(wait * SECOND);
      }
      for (const computer of computers) computer.kill();
      const last = shared.computer('LAST');
      await last.start();
      await shared.pass(2 * TAKE_OVER);
      expect(last.known).toEqual(expect.arrayContaining(stored));
      await last.quit();
      await shared.remove();
    }),
    { numRuns: 10 },
  );
});

async function carryOut(
  computer: Computer,
  what: Move,
  keep: (saving: ReturnType<Computer['save']>) => Promise<unknown>,
): Promise<void> {
  if (what === 'wake') computer.wake();
  if (what === 'kill') computer.kill();
  if (computer.isAsleep) return;
  if (what === 'start' && ['off', 'refused'].includes(computer.state)) await computer.start();
  if (what === 'quit') await computer.quit();
  if (what === 'save') await keep(computer.save());
  if (what === 'sleep') computer.sleep();
  if (what === 'sleep before') void keep(computer.sleepInSave('before'));
  if (what === 'sleep behind') void keep(computer.sleepInSave('behind'));
  // Nobody dies in the middle of a step but in one that is held.
  await atRest();
}
