import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { START, setBack, slipOf, startWith, toldOnce } from '../../testing/tills/witnessedTill.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

const HOUR = 60 * 60_000;

/** Where the next start sets the queue aside, and takes it in again: somebody has made an empty folder of that name. */
const ASIDE = 'aside-2026-11-24T03-00-00-000Z';

/** The folder of a till that has been told by its third place before, and the start at which it comes back. */
async function comesBack() {
  const { image, marks } = await toldOnce();
  await mkdir(join(image, `${ASIDE}.moving`));
  const start = (hours: number) =>
    startWith(image, marks, { clock: new VirtualClock(START + hours * HOUR) });
  return { start, inFolder: (name: string) => join(image, ASIDE, name) };
}

const fatesOf = ({ till }: Awaited<ReturnType<typeof startWith>>) =>
  [7, 8].map((sequence) => {
    const save = till.outbox.saves.findBySequence(sequence);
    return save?.heldReason ?? save?.state;
  });

test.each(['reached.json', 'unseen.json', 'computer.json'])(
  'a queue whose %s somebody holds waits in its folder, and comes back at the next start as it would have',
  async (name) => {
    const { start, inFolder } = await comesBack();
    const letGo = refuseToRead(inFolder(name));
    const first = await start(1);
    expect(fatesOf(first)).toEqual([undefined, undefined]);
    expect(first.till.warnings).toContainEqual({
      code: 'store.key-unreadable',
      detail: `${ASIDE} EBUSY`,
    });
    await first.stop();
    letGo();
    const next = await start(2);
    expect(fatesOf(next)).toEqual(['pending', 'pending']);
    await next.stop();
  },
);

test.each(['reached.json', 'unseen.json', 'computer.json'])(
  'one whose %s lies on a bad sector comes back all the same, and waits for the manager',
  async (name) => {
    const { start, inFolder } = await comesBack();
    refuseToRead(inFolder(name), 'EIO');
    const back = await start(1);
    expect(fatesOf(back)).toEqual(['late-import', 'late-import']);
    await back.stop();
  },
);

test('what was noted beside a reached.json that was held comes along with its folder, and tells of the loss', async () => {
  const { image, marks } = await setBack(3);
  const letGo = refuseToRead(join(image, 'reached.json'));
  const held = await startWith(image, marks, { clock: new VirtualClock(START + HOUR) });
  for (const number of [2, 3, 4, 5, 6]) await slipOf(held, number);
  await held.wait();
  await held.stop();
  letGo();
  await mkdir(join(image, `${ASIDE}.moving`));
  const back = await startWith(image, marks, { clock: new VirtualClock(START + 2 * HOUR) });
  expect(back.till.outbox.saves.findBySequence(1)?.heldReason).toBe('late-import');
  expect(back.codes()).toContain('store.went-backwards');
  await back.stop();
});
