import { readdir, rm } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { beginErasing, eraseOne } from '../../testing/tills/beginErasing.ts';
import { save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { LostCall } from '../gateway/line.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

/** What of the trail a scanner or a backup holds at a start, as the place of that beside a data folder. */
const HELD = [
  ['the lines', '/audit-manager-000001.trail'],
  ['the head', '.audit'],
] as const;

/** On a disk that is busy with other tests. */
const PATIENT = { timeout: 20_000 };

type Made = Awaited<ReturnType<typeof tillOfLostKey>>;

/** A start that sends what it may. `hasSent`: within moments, by itself, and not before all is judged that holds the sending. */
async function startSending({ start }: Pick<Made, 'start'>) {
  let calls = 0;
  const post = () => {
    calls += 1;
    return Promise.reject(new LostCall('err_connection_refused', false));
  };
  const next = await start({ isSending: true, post });
  const hasSent = async () => {
    if (calls === 0) await next.clock.pass(100);
    return calls > 0;
  };
  return { ...next, hasSent };
}

test.each(HELD)(
  'whoever was being erased is held where the record of erasings is gone and the trail (%s) could not be read at the start, as soon as it can be',
  async (_what, place) => {
    const { folder, start, till } = await tillOfLostKey();
    await eraseOne(till.till);
    await save(till.till, 1);
    await beginErasing(till.till, '13800138001');
    await till.stop();
    await rm(join(folder, 'erasure.json'));
    const letGo = refuseToRead(normalize(folder + place), 'EMFILE');
    const next = await start();
    expect(stateOf(next.till, 1)).toBe('pending');
    letGo();
    await next.clock.pass(60_000);
    await expect.poll(() => stateOf(next.till, 1)).toBe('late-import');
    await expect.poll(() => next.codes()).toContain('store.erasure-lost');
  },
);

test('a trail that could not be read at the start holds nobody where nobody was ever erased', async () => {
  const made = await tillOfLostKey();
  await save(made.till.till, 1);
  await made.till.stop();
  const letGo = refuseToRead(`${made.folder}.audit`, 'EMFILE');
  const next = await startSending(made);
  letGo();
  await next.clock.pass(60_000);
  await expect.poll(next.hasSent, PATIENT).toBe(true);
  expect(next.codes()).not.toContain('store.erasure-lost');
});

test.each(
  HELD.flatMap(([what, place]) =>
    [eraseOne, async () => undefined].map((before) => [what, place, before] as const),
  ),
)(
  'a scanner that holds the trail (%s) at a start, and the record of erasings by the time that it lets go, holds nobody of a till that is whole',
  async (_what, place, before) => {
    const made = await tillOfLostKey();
    await before(made.till.till);
    await save(made.till.till, 1);
    await made.till.stop();
    refuseToRead(made.folder + place, 'EMFILE');
    const next = await startSending(made);
    refuseToRead(join(made.folder, 'erasure.json'), 'EMFILE');
    await next.clock.pass(60_000);
    await expect.poll(next.hasSent, PATIENT).toBe(true);
    expect(next.codes()).not.toContain('store.erasure-lost');
    expect((await readdir(made.folder)).join()).not.toContain('erasure.json.unreadable-');
  },
);
