import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONSENT, freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';

const HOUR = 60 * 60_000;

async function save({ calls }: Awaited<ReturnType<typeof startTill>>, number: number) {
  const requestId = String(number).repeat(32);
  const member = { mobile: `1380013800${number}` };
  const request = { requestId, operatorId: OPERATOR, member, correctionOf: null, consent: CONSENT };
  expect(await calls.registerMember(request)).toMatchObject({ ok: true });
}

test('a key file that is deleted under the running till is there again with the next tidying, and that is told', async () => {
  const folder = await freshFolder();
  const path = join(folder, 'key.json');
  const started = await startTill(folder, { isSending: true });
  const before = await readFile(path);
  await rm(path);
  const later = async () => {
    await started.clock.pass(HOUR);
    return readFile(path).catch(() => null);
  };
  await expect.poll(later).toEqual(before);
  await expect.poll(started.codes).toContain('store.key-restored');
  await started.clock.pass(24 * HOUR);
  await started.stop();
  expect((await started.lines()).filter(({ action }) => action === 'key.restored')).toHaveLength(1);
});

test('a key file of before that is put back at the last moment locks nothing up that was saved since', async () => {
  const folder = await freshFolder();
  const path = join(folder, 'key.json');
  const started = await startTill(folder, { isSending: false });
  const before = await readFile(path);
  expect(await started.till.rotation.begin()).toBeNull();
  await started.till.rotation.goOn();
  await save(started, 1);
  await writeFile(path, before);
  await started.stop();
  const again = await startTill(folder, { offer: null });
  expect(again.till.outbox.saves.counts.pending).toBe(1);
  expect(again.till.settings.provision).not.toBeNull();
});

test.each([
  ['a link', (path: string) => symlink('/nowhere/key.json', path)],
  ['a folder', (path: string) => mkdir(path)],
])('where %s has the place of the key file it is there again at the end', async (_name, put) => {
  const folder = await freshFolder();
  const path = join(folder, 'key.json');
  const started = await startTill(folder);
  await save(started, 1);
  await rm(path);
  await put(path);
  await started.stop();
  const again = await startTill(folder, { offer: null });
  expect(again.till.outbox.saves.counts.pending).toBe(1);
});

test('a key file that nobody has touched is left alone', async () => {
  const { clock, codes } = await startTill(await freshFolder(), { isSending: true });
  await clock.pass(3 * HOUR);
  expect(codes()).not.toContain('store.key-restored');
});
