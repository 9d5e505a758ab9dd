import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { anEntry, openTrail } from '../../testing/tills/auditHarness.ts';

const MONTH = 30 * 24 * 60 * 60_000;

test.each([
  ['ahead', MONTH],
  ['behind', -MONTH],
])(
  'a clock that somebody has set a month %s while a line was written makes no news of it old',
  async (_, apart) => {
    const outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
    onTestFinished(() => rm(outside, { recursive: true, force: true }));
    const folder = join(outside, 'data');
    await mkdir(folder);
    const clock = new VirtualClock();
    const open = () => openTrail(folder, { clock, now: clock.now });
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
