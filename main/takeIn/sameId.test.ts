import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SET_UP, save, send, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { registration } from '../../testing/tills/registration.ts';

const JOURNAL = 'outbox-000001.journal';

type Made = Awaited<ReturnType<typeof tillOfLostKey>>;
type Started = Awaited<ReturnType<Made['start']>>;

/** Saves 1 and 2 in a queue that waits for its key. */
async function twoWaiting() {
  const made = await tillOfLostKey();
  await save(made.till.till, 1);
  await save(made.till.till, 2);
  await made.till.stop();
  return { ...made, aside: await made.loseKey() };
}

/** From the console of the page; the ids were in `listSaves` before the key was lost. */
const registerUnder = ({ calls }: Started, number: number) =>
  calls.registerMember(registration(String(number).repeat(32), '13999999999'));

const mobiles = ({ till: { outbox } }: Started) =>
  [...outbox.saves.values()]
    .map((one) => outbox.contents.openBody(one) ?? '')
    .map((body) => /"mobile":"(\d+)"/.exec(body)?.[1]);

test('the id of a save that waits for its key is taken by no other member, and both come back', async () => {
  const { start, store } = await twoWaiting();
  const second = await start({ offer: SET_UP });
  expect(await registerUnder(second, 1)).toEqual({
    ok: false,
    error: { code: 'intention.reused' },
  });
  await second.stop();
  store.isClosed = false;
  const back = await start();
  expect(mobiles(back)).toEqual(['13800138001', '13800138002']);
});

test('where one was saved under such an id all the same, nothing of its folder is taken in or removed, and it is told', async () => {
  const { start, store, aside } = await twoWaiting();
  // Nobody knows the ids in it as long as it cannot be read.
  const whole = await readFile(join(aside, JOURNAL));
  await writeFile(join(aside, JOURNAL), 'H {"format":99}\n');
  const second = await start({ offer: SET_UP });
  expect(await registerUnder(second, 1)).toMatchObject({ ok: true });
  await second.stop();
  await writeFile(join(aside, JOURNAL), whole);
  store.isClosed = false;
  for (let starts = 0; starts < 2; starts += 1) {
    const back = await start();
    expect(mobiles(back)).toEqual(['13999999999']);
    expect(back.till.warnings).toContainEqual({ code: 'store.same-id', detail: '2 · 2026-11-24' });
    expect(await back.lines()).not.toContainEqual(
      expect.objectContaining({ action: 'queue.taken-in' }),
    );
    expect(await send(back.till, 1)).toBe(false);
    expect(stateOf(back.till, 2)).toBeUndefined();
    expect(await readdir(aside)).toContain(JOURNAL);
    await back.stop();
  }
});
