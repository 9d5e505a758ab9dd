import { hash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SET_UP, save } from '../testing/tills/lostKey.ts';
import { freshFolder, PIN, startTill } from '../testing/tills/openedTill.ts';
import { putInPlace } from '../testing/tills/putInPlace.ts';
import { realDisk } from './disk/realDisk.ts';
import { readStore } from './journal/readStore.ts';

const KEY_OR_STORE = /^(?:key\.json|outbox-.*)$/;
const BESIDE = ['', '.mark', '.audit'];

/** A till whose folder was moved away, and one that was started in its place meanwhile. `generations`: of its store. */
async function movedAway(generations: number) {
  const folder = await freshFolder();
  const old = await startTill(folder, { offer: SET_UP });
  await save(old.till, 1);
  for (let count = 0; count < generations; count += 1) {
    await old.calls.replaceKey({ pin: PIN });
    await old.till.rotation.goOn();
  }
  await old.stop();
  const away = `${folder}-away`;
  for (const end of BESIDE) await rename(folder + end, away + end);
  const files = await digestsIn(away);
  await mkdir(folder);
  const meanwhile = await startTill(folder, { offer: SET_UP });
  await save(meanwhile.till, 2);
  const putBack = async () => {
    for (const name of await readdir(away)) {
      await rm(join(folder, name), { force: true, recursive: true });
      await rename(join(away, name), join(folder, name));
    }
    for (const end of BESIDE.slice(1)) await putInPlace(away + end, folder + end);
  };
  return { folder, meanwhile, putBack, files };
}

/** Digests of key file and store. */
const digestsIn = async (folder: string) => {
  const names = (await readdir(folder)).filter((name) => KEY_OR_STORE.test(name)).sort();
  const read = (name: string) => readFile(join(folder, name));
  return Promise.all(names.map(async (name) => hash('sha256', await read(name))));
};

test.each([0, 1, 3])(
  'a queue that is put back under a running till loses neither its key nor a file to it, and that till no save: the next start asks (%i generations on)',
  async (generations) => {
    const { folder, meanwhile, putBack, files } = await movedAway(generations);
    await putBack();
    await meanwhile.stop();
    const start = startTill(folder, { offer: null });
    await expect(start).rejects.toMatchObject({ problem: 'other-key' });
    const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
    expect(await digestsIn(join(folder, aside))).toEqual(files);
    const read = await readStore(realDisk, folder, 0);
    const saves = read.ok ? [...read.content.saves.values()] : [];
    expect(saves).toMatchObject([{ requestId: '2'.repeat(32), state: 'pending' }]);
  },
);
