import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { SET_UP, save } from '../../testing/tills/lostKey.ts';
import { freshFolder, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { putInPlace } from '../../testing/tills/putInPlace.ts';

const TEN_MINUTES = 10 * 60_000;

const disk = vi.hoisted(() => ({ refusals: 0 }));
vi.mock('../journal/snapshotFile.ts', async (original) => {
  const actual = await original<typeof import('../journal/snapshotFile.ts')>();
  const { reserve } = actual.SnapshotFile;
  actual.SnapshotFile.reserve = async (...given) => {
    disk.refusals -= 1;
    if (disk.refusals >= 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    return reserve.apply(actual.SnapshotFile, given);
  };
  return actual;
});

/** A queue with save 1, whose folder is put in the place of that of a running till; gives the running one. */
async function putUnderRunningTill(folder: string) {
  const old = await startTill(folder, { offer: SET_UP });
  await save(old.till, 1);
  await old.calls.replaceKey({ pin: PIN });
  await old.till.rotation.goOn();
  await old.stop();
  for (const end of ['', '.mark', '.audit']) await rename(folder + end, `${folder}-away${end}`);
  await mkdir(folder);
  const running = await startTill(folder, { offer: SET_UP, isSending: true });
  await running.clock.pass(1_000);
  await save(running.till, 2);
  for (const name of await readdir(`${folder}-away`)) {
    if (name.startsWith('lease')) continue;
    await rm(join(folder, name), { force: true, recursive: true });
    await rename(join(`${folder}-away`, name), join(folder, name));
  }
  for (const end of ['.mark', '.audit']) await putInPlace(`${folder}-away${end}`, folder + end);
  return running;
}

test.each([0, 1])(
  'a queue that was put under a running till lies with its key, though the disk refuses %i of its tidyings',
  async (refusals) => {
    const folder = await freshFolder();
    const running = await putUnderRunningTill(folder);
    disk.refusals = refusals;
    for (let tidyings = 0; tidyings <= refusals; tidyings += 1) {
      await running.clock.pass(TEN_MINUTES + 1_000);
      await pause(300);
    }
    await running.stop();
    // It asks where all that is left of the till's own small files is the other queue's.
    await startTill(folder, { offer: null }).catch(() => undefined);
    const asides = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
    const inside = await Promise.all(asides.map((name) => readdir(join(folder, name))));
    const snapshot = expect.stringMatching(/^outbox-\d+\.snapshot$/);
    expect(inside).toContainEqual(expect.arrayContaining(['key.json', snapshot]));
  },
  30_000,
);
