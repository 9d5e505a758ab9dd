import { cp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { aQueueThatComesBack, DAY, START, send, stateOf } from '../../testing/tills/lostKey.ts';

const on = (day: number) => ({ clock: new VirtualClock(START + day * DAY) });

const asItWas = (name: string) => name;
const lower = (name: string) => name.toLowerCase();
const upper = (name: string) => name.toUpperCase();

test.each([
  ['the folder there again', asItWas, asItWas],
  ['it there in small letters', lower, asItWas],
  ['it there in capitals', upper, asItWas],
  ['it there, and a tool has given what was left of it capitals', asItWas, upper],
  ['it there, and a tool has given what was left of it capitals, with its files', asItWas, upper],
  ['it there, and what was left of it is gone', asItWas, null],
])(
  'what was sent out of a folder, and is forgotten, is not sent once more where a backup has put %s: it takes the manager',
  async (what, putBack, leftAs) => {
    const { start, aside } = await aQueueThatComesBack();
    const as = (name: string) => join(dirname(aside), name);
    const backup = `${aside}-backup`;
    await cp(aside, backup, { recursive: true });
    const second = await start(on(0.1));
    expect(await send(second.till, 1)).toBe(true);
    await second.stop();
    const third = await start(on(9));
    await third.till.outbox.housekeep(null);
    expect(stateOf(third.till, 1)).toBeUndefined();
    await third.stop();
    const left = `${aside}.taken`;
    if (what.endsWith('with its files'))
      await rename(join(left, 'key.json'), join(left, 'KEY.JSON'));
    if (leftAs === null) await rm(left, { recursive: true });
    else await rename(left, as(leftAs(basename(left))));
    await cp(backup, as(putBack(basename(aside))), { recursive: true });
    const last = await start(on(9.1));
    expect([await send(last.till, 1), stateOf(last.till, 1)]).toEqual([false, 'late-import']);
  },
);
