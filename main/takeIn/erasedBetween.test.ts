import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SET_UP, save, send, settle, stateOf } from '../../testing/tills/lostKey.ts';
import { tillOfLostKeys } from '../../testing/tills/lostKeys.ts';

const PERSON = { mobile: '13800138001' };

/** The queue of the erasing has come back before, and no name tells any more that it was set aside later. */
const BACK_BEFORE = [
  'behind a queue with the erasing in it, set aside by a PC that began in 2020',
  'behind a queue with the erasing in it, whose folder somebody has given a name of 2020',
  'behind a queue with the erasing in it, whose folder somebody has removed',
  'behind a queue with the erasing in it, beside which somebody has made an empty folder of 2020',
] as const;
type BackBefore = (typeof BACK_BEFORE)[number];
const isBackBefore = (way: string): way is BackBefore => BACK_BEFORE.some((one) => one === way);
const OF_2020 = 'aside-2020-01-01T00-00-00-000Z';
const HOURS_SINCE_2020 = 6 * 365 * 24;

/** What has become of the second folder, or of the queue in which they were erased. */
const WAYS = [
  'as its till has named it',
  'dated ahead by a clock that was wrong',
  'dated ahead by somebody without any key, who has renamed it',
  'dated behind the erasing by such a one',
  'whose queue of the erasing was set aside since',
  'whose queue of the erasing was set aside since, and has come back before it',
  ...BACK_BEFORE,
] as const;

interface Erased {
  way: (typeof WAYS)[number];
  second: 'waits' | 'rejected';
}

/** Somebody's saves 1 and 2 lie in two folders; the first has come back, was sent, and they were erased; then the second comes. */
async function erasedBetween({ way, second }: Erased) {
  const { folder, start, loseKey } = await tillOfLostKeys();
  const first = await start(0, { offer: SET_UP });
  await save(first.till, 1, PERSON);
  await first.stop();
  const findFirst = await loseKey(1);
  const between = await start(2);
  await save(between.till, 2, PERSON);
  if (second === 'rejected') await settle(between.till, 2, second);
  await save(between.till, 3);
  await between.stop();
  const findSecond = await loseKey(way.includes('clock') ? 3 + 48 : 3);
  findFirst();
  const third = await start(4);
  expect(await third.till.outbox.decisions.requeue('1'.repeat(32))).not.toBeNull();
  expect(await send(third.till, 1)).toBe(true);
  const { desk, erasure } = third.till.person;
  const saves = desk.savesOf(PERSON);
  expect(await erasure.erase(() => ({ saves, keys: desk.keysOf(PERSON) }), '3')).toMatchObject({
    ok: true,
  });
  await third.stop();
  if (isBackBefore(way)) await comeBackBefore(way, { folder, start, loseKey });
  else if (way.includes('since')) {
    const findThird = await loseKey(5);
    if (way.includes('before it')) findThird();
    await (await start(6)).stop();
  }
  findSecond();
  const renamed = way.includes('key')
    ? '2027-11-24T07'
    : way.includes('such')
      ? '2026-11-24T08-30'
      : '';
  for (const name of await readdir(folder))
    if (renamed !== '' && /^aside-.*Z$/.test(name))
      await rename(join(folder, name), join(folder, dated(name, renamed)));
  return (await start(9)).till;
}

/** The queue of here is set aside, five hours after the start, and comes back. */
async function comeBackBefore(
  way: BackBefore,
  {
    folder,
    start,
    loseKey,
  }: Pick<Awaited<ReturnType<typeof tillOfLostKeys>>, 'folder' | 'start' | 'loseKey'>,
): Promise<void> {
  if (way.includes('empty')) await mkdir(join(folder, `${OF_2020}.moving`));
  else (await loseKey(way.includes('PC') ? 5 - HOURS_SINCE_2020 : 5))();
  await (await start(6)).stop();
  const taken = join(folder, 'aside-2026-11-24T09-00-00-000Z.taken');
  if (way.includes('name')) await rename(taken, join(folder, `${OF_2020}.taken`));
  if (way.includes('removed')) await rm(taken, { recursive: true });
}

/** The name of a folder with another beginning of its time. */
function dated(name: string, time: string): string {
  const start = 'aside-'.length;
  return name.slice(0, start) + time + name.slice(start + time.length);
}

test.each(WAYS)('who was erased does not come back by itself out of a folder %s', async (way) => {
  expect(stateOf(await erasedBetween({ way, second: 'waits' }), 2)).toBe('late-import');
});

test.each(WAYS)(
  'nor at a cashier’s press, where it was held for another reason in a folder %s',
  async (way) => {
    const { outbox } = await erasedBetween({ way, second: 'rejected' });
    const save = outbox.saves.find('2'.repeat(32));
    expect(save?.heldReason).toBe('rejected');
    expect(save && outbox.permissions.of(save).sendAgain).toBe('manager');
  },
);
