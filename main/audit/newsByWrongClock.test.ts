import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { anEntry, openTrail } from '../../testing/tills/auditHarness.ts';

const MONTH = 30 * 24 * 60 * 60_000;

/** A trail in a folder of its own, over starts by one clock. */
async function aTrail() {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'data');
  await mkdir(folder);
  const clock = new VirtualClock();
  return { clock, open: () => openTrail(folder, { clock, now: clock.now }) };
}

test.each([
  ['ahead', MONTH],
  ['behind', -MONTH],
])(
  'a clock that somebody has set a month %s while a line was written makes no news of it old',
  async (_, apart) => {
    const { clock, open } = await aTrail();
    const first = await open();
    await first.record(anEntry('settings.opened'));
    await first.close();
    clock.jump(apart);
    const second = await open();
    await second.owe({ ...anEntry('provision.taken-over'), reason: 'brand' });
    await second.close();
    clock.jump(-apart);
    const third = await open();
    expect(third.warnings).toEqual([{ code: 'provision.taken-over', detail: 'brand' }]);
    await third.close();
  },
);

test('a start by a clock that is a month ahead hides what is to be told for as long as the clock is wrong', async () => {
  const { clock, open } = await aTrail();
  const first = await open();
  await first.owe({ ...anEntry('provision.taken-over'), reason: 'brand' });
  await first.close();
  clock.jump(MONTH);
  const second = await open();
  expect(second.warnings).toEqual([]);
  clock.jump(-MONTH);
  expect(second.warnings).toEqual([{ code: 'provision.taken-over', detail: 'brand' }]);
  await second.close();
});
