import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { START, save, send, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { serialise } from '../journal/watermark.ts';
import { openOutbox } from '../outbox/openOutbox.ts';
import { packQueue } from '../outbox/packQueue.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';
import type { Till } from '../till.ts';
import { Vault } from '../vault/vault.ts';

const HOUR = 60 * 60_000;
const PERSON = { mobile: '13800138001' };
const on = (hours: number) => ({ clock: new VirtualClock(START + hours * HOUR) });

/** Save 1 of the person, as another till has made it after one hour, in a file. */
async function olderData() {
  const outbox = await openOutbox({
    store: new MemoryStore(),
    vault: new Vault(Buffer.alloc(32, 3)),
    now: () => START + HOUR,
    retention: HOUR,
  });
  await save({ outbox } as Till, 1, PERSON);
  return packQueue(outbox).queue;
}

test.each([
  ['nobody has put anything there', false],
  ['a folder says that it had given all of its numbers years ago, and nothing else', true],
])(
  'older data of a file wait for the manager where the store is lost: %s',
  async (_, isPlanted) => {
    const made = await tillOfLostKey();
    await made.till.stop();
    const till = await made.start(on(2));
    await save(till.till, 2, PERSON);
    expect(await send(till.till, 2)).toBe(true);
    await till.stop();
    for (const name of await readdir(made.folder))
      if (name.startsWith('outbox-')) await rm(join(made.folder, name));
    if (isPlanted) {
      const aside = join(made.folder, 'aside-2020-01-01T00-00-00-000Z');
      await mkdir(aside);
      const mark = serialise({ lastNumber: 0, lastSequence: 1_000 });
      await writeFile(join(aside, 'store.mark'), mark, 'latin1');
    }
    const next = await made.start(on(5));
    expect(await takeOverQueue(next.till.outbox, await olderData())).toMatchObject({ late: 1 });
    expect(stateOf(next.till, 1)).toBe('late-import');
  },
);
