import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { refuseToRead } from '../testing/doubles/unreadFile.ts';
import { beginErasing, eraseOne } from '../testing/tills/beginErasing.ts';
import { save, stateOf, tillOfLostKey } from '../testing/tills/lostKey.ts';
import { movedTill, startAndSend } from '../testing/tills/movedAddress.ts';
import { startTill } from '../testing/tills/openedTill.ts';
import { TrailChain } from './audit/trailChain.ts';
import { RECOVERY_RECORD } from './recovered/recoveryRecord.ts';
import { SettingsStore } from './settings/settingsStore.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

async function removeTrail(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith('audit-')) await rm(join(folder, name));
}

/** Nothing is left of it that a start without its settings could miss. */
async function removeAllOfTrail(folder: string): Promise<void> {
  await removeTrail(folder);
  for (const path of [`${folder}.audit`, join(folder, 'pin.json')]) await rm(path);
}

/** Earlier settings and PIN without the trail that knew of later ones. */
async function putBackWithoutTrail(): Promise<string> {
  const { folder, putBack } = await movedTill();
  await putBack('settings.json', 'pin.json');
  await removeTrail(folder);
  return folder;
}

/** One start comes to nothing, since the disk does not give this file at it. */
async function refuseOnce(path: string, start: () => Promise<unknown>): Promise<void> {
  const isPlanted = path.endsWith(RECOVERY_RECORD);
  if (isPlanted) await writeFile(path, '{}');
  const letGo = refuseToRead(path);
  await expect(start()).rejects.toMatchObject({ code: 'EBUSY' });
  letGo();
  if (isPlanted) await rm(path);
}

/** One start is killed where it comes to this. */
async function killAt<Of extends object>(
  of: Of,
  what: keyof Of,
  start: () => Promise<unknown>,
): Promise<void> {
  const killed = vi.spyOn(of as never, what as never) as ReturnType<typeof vi.spyOn>;
  killed.mockImplementationOnce((async () => {
    throw new Error('killed');
  }) as never);
  await expect(start()).rejects.toThrow('killed');
  killed.mockRestore();
}

async function sendsNothing(folder: string): Promise<void> {
  const { sent, codes, lines } = await startAndSend(folder);
  expect(codes()).toEqual(expect.arrayContaining(['settings.unsure', 'audit.broken']));
  expect(await sent()).toEqual([]);
  const actions = (await lines()).map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['trail.broken', 'settings.unsure']));
}

describe('earlier settings whose trail was removed send nothing, also where the start that finds it', () => {
  test.each([RECOVERY_RECORD, 'settings.json', 'outbox-000001.journal'])(
    'is tried again, since the disk does not give %s',
    async (name) => {
      const folder = await putBackWithoutTrail();
      await refuseOnce(join(folder, name), () => startAndSend(folder));
      await sendsNothing(folder);
    },
  );

  test('is killed behind the line that tells of it', async () => {
    const folder = await putBackWithoutTrail();
    await killAt(SettingsStore.prototype, 'load', () => startAndSend(folder));
    await sendsNothing(folder);
  });

  test('is killed behind the head of the trail that it begins', async () => {
    const { folder, putBack } = await movedTill();
    await putBack('settings.json', 'pin.json');
    await removeTrail(folder);
    await rm(`${folder}.audit`);
    await killAt(TrailChain, 'open', () => startAndSend(folder));
    await sendsNothing(folder);
  });

  test('finds settings of a later version first', async () => {
    const folder = await putBackWithoutTrail();
    const path = join(folder, 'settings.json');
    const earlier = await readFile(path, 'utf8');
    await writeFile(path, JSON.stringify({ ...JSON.parse(earlier), format: 9999 }));
    await expect(startAndSend(folder)).rejects.toMatchObject({ code: 'NEWER_FORMAT' });
    await writeFile(path, earlier);
    await sendsNothing(folder);
  });
});

describe('earlier settings of a till of whose trail nothing is left, nor the second place, send nothing, and it is told', () => {
  test('also where the disk does not give another file at the first try of the start', async () => {
    const { folder, putBack } = await movedTill();
    await putBack('settings.json');
    await removeAllOfTrail(folder);
    await refuseOnce(join(folder, RECOVERY_RECORD), () => startAndSend(folder));
    await sendsNothing(folder);
  });

  test('also where they are put back only once a trail was begun without them', async () => {
    const { folder, putBack } = await movedTill();
    await rm(join(folder, 'settings.json'));
    await removeAllOfTrail(folder);
    const first = await startTill(folder, { offer: null });
    expect(first.codes()).toContain('settings.missing');
    await first.stop();
    await putBack('settings.json');
    await sendsNothing(folder);
  });
});

test.each([false, true])(
  'whoever was being erased is held where their record is gone with trail and second place (a first try of that start came to nothing: %s)',
  async (isTriedTwice) => {
    const { folder, start, till } = await tillOfLostKey();
    await eraseOne(till.till);
    await save(till.till, 1);
    await beginErasing(till.till, '13800138001');
    await till.stop();
    await removeAllOfTrail(folder);
    await rm(join(folder, 'erasure.json'));
    if (isTriedTwice) await refuseOnce(join(folder, RECOVERY_RECORD), () => start());
    const next = await start();
    expect(stateOf(next.till, 1)).toBe('late-import');
    expect(next.codes()).toEqual(
      expect.arrayContaining(['settings.unsure', 'audit.broken', 'store.erasure-lost']),
    );
  },
);
