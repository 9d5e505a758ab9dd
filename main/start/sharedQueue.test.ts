import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { accepted } from '../../testing/tills/replayTill.ts';
import { judgeOwners } from '../settings/windowsPolicy.ts';
import { leftInOwn } from './leftInOwn.ts';
import { SHARED, usualFolder } from './usualFolder.ts';

const ADMINISTRATORS = 'S-1-5-32-544';
const ID = 'a'.repeat(32);

/** A Windows PC with a shared folder, on this disk; its user's files stay from start to start. */
async function pc() {
  const base = await freshFolder();
  const notes = new Map<string, string>();
  const at = async (folder: string) => {
    const here = join(base, folder.replaceAll(/[\\:]/g, '_'), 'data');
    await mkdir(here, { recursive: true });
    return here;
  };
  /** `told`: what PowerShell says; null where it takes longer than a start waits, is ended or may not run. */
  const start = async (told: string | null) => {
    const found = usualFolder('', {
      platform: 'win32',
      env: { LOCALAPPDATA: 'C:\\Users\\till\\AppData\\Local' },
      home: () => 'C:\\Users\\till',
      identityOf: (path) => (path === SHARED ? '1' : null),
      belongToAdministrators: (paths) => judgeOwners(told, paths.length),
      isSetUp: () => false,
      read: (path) => notes.get(path) ?? null,
      keep: (path, text) => void notes.set(path, text ?? ''),
    });
    if (found === null) return null;
    const { folder, warnings } = found;
    return startTill(await at(folder), { warnings });
  };
  return { start };
}
const GOOD = `${ADMINISTRATORS}\r\n`.repeat(3);

test('a member who was told "saved" on a day on which PowerShell did not answer is found by the next start', async () => {
  const { start } = await pc();
  await (await start(GOOD))?.stop();
  const slow = await start(null);
  expect(await slow?.calls.registerMember(registration(ID, '13812346520'))).toMatchObject({
    ok: true,
  });
  await slow?.stop();
  const next = await start(GOOD);
  expect(next?.till.outbox.saves.find(ID)).toBeDefined();
});

test('a user who has no queue yet gets none on such a day: the start waits', async () => {
  const { start } = await pc();
  expect(await start(null)).toBeNull();
  expect(await start(GOOD)).not.toBeNull();
});

describe('what waits in a user’s own folder when somebody makes the shared one', () => {
  const shared = '/programdata/tillside/data';

  async function ownTill() {
    const own = await freshFolder();
    const till = await startTill(own);
    await till.calls.registerMember(registration(ID, '13812346520'));
    await till.calls.registerMember(registration('b'.repeat(32), '13812346521'));
    await till.stop();
    return own;
  }
  const contents = async (folder: string) => {
    const names = (await readdir(folder)).filter((name) => name.startsWith('outbox-')).sort();
    return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))]));
  };

  test('is told with its number and its place, without the user’s name, and is not touched', async () => {
    const own = await ownTill();
    const before = await contents(own);
    expect(await leftInOwn(shared.toUpperCase(), 0, { shared, own })).toEqual([
      { code: 'queue.left-in-own', detail: '2: %LOCALAPPDATA%\\Tillside\\data' },
    ]);
    expect(await contents(own)).toEqual(before);
  });

  test('is nothing to tell to a till in any other folder, nor once nothing waits there', async () => {
    const own = await ownTill();
    expect(await leftInOwn(own, 0, { shared, own })).toEqual([]);
    const { clock, stop, till } = await startTill(own, {
      offer: null,
      isSending: true,
      post: async () => ({ ...accepted('7'), text: accepted('7').bodyText }),
    });
    const sent = async () => {
      await clock.pass(1_000);
      return till.outbox.saves.counts;
    };
    await expect.poll(sent).toMatchObject({ accepted: 2 });
    await stop();
    expect(await leftInOwn(shared, 0, { shared, own })).toEqual([]);
    expect(await leftInOwn(shared, 0, { shared, own: join(own, 'none') })).toEqual([]);
  });

  test('is told also where nobody can read how much it is', async () => {
    const own = await freshFolder();
    await mkdir(join(own, 'outbox-000001.journal'));
    expect(await leftInOwn(shared, 0, { shared, own })).toMatchObject([
      { detail: expect.stringMatching(/^\?: /) },
    ]);
  });
});
