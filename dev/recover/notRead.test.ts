import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  copyOf,
  HOUR,
  losingStore,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

const PERSON = { mobile: '13800138001' };

test('files of another queue that lie in front of this one’s are told, and so they are once the till has kept them', async () => {
  const folder = await freshFolder();
  const { store, keyWrapper, remember } = losingStore();
  const first = await startRecoverable(folder, { keyWrapper });
  await save(first.till, 1);
  await first.stop();
  await remember(folder);
  store.isClosed = true;
  await setAsideTogether(folder, START + HOUR / 2);
  const aside = join(folder, (await readdir(folder)).find((one) => /^aside-/.test(one)) ?? '');
  // So the next queue begins with the same slip numbers.
  await rm(`${folder}.mark`, { force: true });
  const start = (at: number) =>
    startRecoverable(folder, { keyWrapper, clock: new VirtualClock(START + at) });
  const second = await start(HOUR / 2);
  await save(second.till, 3);
  await save(second.till, 4, PERSON);
  // Erasing leaves nothing in front of the snapshot that it makes.
  const { desk, erasure } = second.till.person;
  const [saves, keys] = [desk.savesOf(PERSON), desk.keysOf(PERSON)];
  expect(await erasure.erase(() => ({ saves, keys }), '3')).toMatchObject({ ok: true });
  await second.stop();
  await rename(join(aside, 'outbox-000001.journal'), join(folder, 'outbox-000001.journal'));
  await rm(aside, { recursive: true });
  const { said } = await runTool(await copyOf(folder));
  expect(said).toContain('store.set-aside: outbox-000001.journal');
  await (await start(HOUR)).stop();
  const kept = (await readdir(folder)).find((one) => one.includes('.unreadable-')) ?? '';
  expect(kept).toMatch(/^outbox-000001\.journal/);
  expect((await runTool(await copyOf(folder))).said).toContain(`store.set-aside: ${kept}`);
});

test('so are files that are marked for another queue’s', async () => {
  const folder = await freshFolder();
  const { till, stop } = await startRecoverable(folder);
  await save(till, 1);
  await stop();
  await writeFile(join(folder, 'outbox-000009.journal'), '');
  await writeFile(join(folder, 'outbox-000009.journal.kept'), '');
  expect((await runTool(folder, { isCopy: true })).said).toContain(
    'store.set-aside: outbox-000009.journal\n',
  );
});

test('a key’s file that is a folder keeps no other queue from being recovered', async () => {
  const folder = await freshFolder();
  const { till, stop } = await startRecoverable(folder);
  await save(till, 1);
  await stop();
  const aside = 'aside-2026-11-20T04-30-00-000Z';
  await mkdir(join(folder, aside, 'key.json'), { recursive: true });
  const { result, said } = await runTool(folder);
  expect(result).toMatchObject({ ok: true, saves: 1, staying: 0 });
  expect(said).toContain(`${join(aside, 'key.json')} is none that a till writes.`);
});
