import { readdirSync, readlinkSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { refuseToRead } from '../testing/doubles/unreadFile.ts';
import { save, stateOf, tillOfLostKey } from '../testing/tills/lostKey.ts';
import { SOLE_HOLD } from './lease/hold.ts';
import { ManagerWords } from './words/managerWords.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});
// Nobody has to wait at each try for as long as a scanner is waited for.
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<object>()),
  setTimeout: async () => undefined,
}));

const TRIES = 5;

/** What this program has open of that folder, and beside it. */
function openFilesOf(folder: string): string[] {
  return readdirSync('/proc/self/fd')
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        // It was the listing's own.
        return '';
      }
    })
    .filter((path) => path.startsWith(folder));
}

/** A till that has a save, and is closed. */
async function closedTill() {
  const made = await tillOfLostKey();
  await save(made.till.till, 1);
  await made.till.stop();
  const journal = (await readdir(made.folder)).find((name) => name.endsWith('.journal')) ?? '';
  return { ...made, journal };
}

test.runIf(process.platform === 'linux').each(['recovered.json', 'totals.json', 'the journal'])(
  'a start that is tried again and again leaves no file open while the disk does not give %s, and opens with all of it then',
  async (what) => {
    const { folder, start, journal } = await closedTill();
    const path = join(folder, what === 'the journal' ? journal : what);
    if (what === 'recovered.json') await writeFile(path, '{}');
    const letGo = refuseToRead(path, 'EACCES');
    for (let tries = 0; tries < TRIES; tries += 1)
      await expect(start()).rejects.toMatchObject({ code: 'EACCES' });
    expect(openFilesOf(folder)).toEqual([]);
    letGo();
    const { till } = await start();
    expect(stateOf(till, 1)).toBeDefined();
  },
);

test.runIf(process.platform === 'linux')(
  'nor does one that fails behind the opening of its queue: the next try is the only writer of it',
  async () => {
    const { folder, start } = await closedTill();
    const failing = vi.spyOn(ManagerWords.prototype, 'open').mockRejectedValueOnce(new Error('no'));
    await expect(start()).rejects.toThrow('no');
    failing.mockRestore();
    expect(openFilesOf(folder)).toEqual([]);
  },
);

test('a folder that was taken over from another PC has one line for that, however often its start is tried', async () => {
  const { folder, start, journal } = await closedTill();
  const hold = { ...SOLE_HOLD, isFromElsewhere: true };
  const letGo = refuseToRead(join(folder, journal));
  for (let tries = 0; tries < TRIES; tries += 1)
    await expect(start({ hold })).rejects.toMatchObject({ code: 'EBUSY' });
  letGo();
  const { lines } = await start({ hold });
  const told = (await lines()).filter(({ action }) => action === 'folder.taken-over');
  expect(told).toHaveLength(1);
});
