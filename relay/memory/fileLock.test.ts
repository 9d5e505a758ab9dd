import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { canContain, LockHolder, putBeside } from '../testing/lockHolder.ts';
import { aTill } from '../testing/stateContract.ts';
import { MemoryState } from './memoryState.ts';

function aFolder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tillside-lock-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

async function heldBy(...how: Parameters<typeof LockHolder.start>): Promise<LockHolder> {
  const holder = await LockHolder.start(...how);
  onTestFinished(() => holder.kill());
  return holder;
}

const lockIn = (folder: string) => join(folder, 'relay.lock');
const openIn = (folder: string, patience?: number) =>
  new MemoryState({ folder, callsPerMinute: null, patience });

/** What a process that holds the lock does to others' orders, before it is killed and after. */
async function holdsAndIsKilled(isContained: boolean): Promise<void> {
  const folder = aFolder();
  const holder = await heldBy([lockIn(folder)], { isContained });
  expect(holder.taken).toEqual([true]);
  expect(await openIn(folder, 100).putTill(aTill('t'), null)).toEqual({ kind: 'held' });
  expect(await openIn(folder).tills()).toEqual([]);
  await holder.kill();
  expect(await putBeside(folder, 't', isContained)).toBe('written');
  expect(await openIn(folder).tills()).toMatchObject([{ appKey: 't' }]);
}

test('a process that holds the lock has it for as long as it lives, also where it does nothing, and no longer', () =>
  holdsAndIsKilled(false));

test.skipIf(!canContain)(
  'so has one in a container, where each command is process 1 as well (needs unshare and root)',
  () => holdsAndIsKilled(true),
);

test('an order that comes while another process is at the file waits for it', async () => {
  const folder = aFolder();
  const holder = await heldBy([lockIn(folder)]);
  const ordered = openIn(folder).putTill(aTill('t'), null);
  await holder.kill();
  expect(await ordered).toEqual({ kind: 'written' });
});

test('of two processes that come at the same moment upon what a kill has left, one has the lock', async () => {
  const folder = aFolder();
  const locks = Array.from({ length: 300 }, (_, place) => join(folder, `${place}.lock`));
  await (await heldBy(locks)).kill();
  const from = Date.now() + 2_000;
  const [one, other] = await Promise.all([heldBy(locks, { from }), heldBy(locks, { from })]);
  expect(locks.map((_, place) => [one.taken[place], other.taken[place]].sort())).toEqual(
    locks.map(() => [false, true]),
  );
});

test.each([
  ['this process’s own', String(process.pid)],
  ['a program’s that runs', String(process.ppid)],
  ['nobody’s', '4194000'],
  ['none', ''],
])(
  'the lock of an earlier version keeps no order, whose number stands in it: %s',
  async (_, number) => {
    const folder = join(aFolder(), 'data');
    mkdirSync(folder);
    writeFileSync(join(folder, 'relay.json.lock'), number);
    expect(await openIn(folder).putTill(aTill('t'), null)).toEqual({ kind: 'written' });
  },
);
