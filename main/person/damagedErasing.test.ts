import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginErasing } from '../../testing/tills/beginErasing.ts';
import { DAMAGES_OF_ERASING, damageErasing } from '../../testing/tills/damagedErasing.ts';
import { save, send, settle, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';

const NUMBERS = [1, 2, 3];
const ALL_HELD = NUMBERS.map(() => 'late-import');
const statesOf = ({ till }: Awaited<ReturnType<typeof damagedTill>>) =>
  NUMBERS.map((number) => stateOf(till, number));

/** Saves 1 to 3 of a till that was closed while 2 was being erased; `lose`: what has become of the record of that since. */
async function damagedTill(lose: (path: string) => Promise<void>) {
  const made = await tillOfLostKey();
  for (const number of NUMBERS) await save(made.till.till, number);
  await beginErasing(made.till.till, '13800138002');
  await made.till.stop();
  await lose(join(made.folder, 'erasure.json'));
  return { ...made, ...(await made.start()) };
}

test.each(DAMAGES_OF_ERASING)(
  'where the record of an erasing %s hides who is in it, nothing that waits goes by itself, and that is told',
  async (damage) => {
    const damaged = await damagedTill((path) => damageErasing(path, damage));
    expect(statesOf(damaged)).toEqual(ALL_HELD);
    expect(damaged.codes()).toContain('store.erasure-lost');
    const lost = (await damaged.lines()).filter(({ action }) => action === 'erasing.lost');
    expect(lost).toMatchObject([{ saves: 3 }]);
  },
);

test('it is told once, what lay there is kept, and what the manager lets go then goes', async () => {
  const damaged = await damagedTill((path) => damageErasing(path, 'that is cut short'));
  const kept = (await readdir(damaged.folder)).filter((name) => name.startsWith('erasure.json'));
  expect(kept.sort()).toEqual([
    'erasure.json',
    expect.stringMatching(/^erasure\.json\.unreadable-/),
  ]);
  expect(await damaged.till.outbox.decisions.requeue('1'.repeat(32))).not.toBeNull();
  await save(damaged.till, 4);
  await damaged.stop();
  const next = await damaged.start();
  expect([await send(next.till, 1), await send(next.till, 4)]).toEqual([true, true]);
  const lost = (await next.lines()).filter(({ action }) => action === 'erasing.lost');
  expect(lost).toHaveLength(1);
});

test('so it is where the record is gone, and the trail tells that there was one: somebody may have been in it', async () => {
  const made = await tillOfLostKey();
  await save(made.till.till, 5);
  await settle(made.till.till, 5, 'accepted');
  const { desk, erasure } = made.till.till.person;
  const mobile = '13800138005';
  const theirs = { saves: desk.savesOf({ mobile }), keys: desk.keysOf({ mobile }) };
  expect(await erasure.erase(() => theirs, '3')).toMatchObject({ ok: true });
  for (const number of NUMBERS) await save(made.till.till, number);
  await beginErasing(made.till.till, '13800138002');
  await made.till.stop();
  await rm(join(made.folder, 'erasure.json'));
  const next = await made.start();
  expect([NUMBERS.map((number) => stateOf(next.till, number)), next.codes()]).toEqual([
    ALL_HELD,
    ['store.erasure-lost'],
  ]);
});
