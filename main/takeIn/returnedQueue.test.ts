import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, keyStore, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import type { Till } from '../till.ts';
import { setAsideTogether } from '../vault/asideFolders.ts';

const NOON = Date.UTC(2026, 10, 24, 4);
const offer = { provision: PROVISION, isTrusted: false };
const idOf = (number: number) => String(number).repeat(32);
const storeNames = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.startsWith('outbox-'));

async function save({ outbox }: Till, number: number): Promise<void> {
  const result = await outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: 'brand', shopId: 'shop', operatorId: '3' },
    member: { mobile: `1380013800${number}` },
    app: 'https://gw.example.com 1',
    correctionOf: null,
    consent: { at: NOON, noticeVersion: '1', operatorId: '3', marketing: false },
  });
  expect(result.ok).toBe(true);
}

async function accept({ outbox }: Till, number: number): Promise<void> {
  const pending = outbox.saves.find(idOf(number));
  const sending = pending && (await outbox.delivery.mark(pending, NOON));
  if (!sending) throw new Error('not marked');
  await outbox.delivery.settle(
    sending,
    { class: 'accepted', code: '', subCode: '', text: '', traceId: '', customerId: '7' },
    { now: NOON, random: () => 0, isOwnFault: false, isEverybodys: false },
  );
}

/** A queue that has tidied three times, set aside with a key that opens no more; `start` starts the same folder. */
async function setAside() {
  const folder = await freshFolder();
  let lost = Buffer.alloc(0);
  const keyWrapper = {
    ...keyStore,
    unwrap: (wrapped: Buffer) => {
      if (wrapped.equals(lost)) throw new Error('lost');
      return keyStore.unwrap(wrapped);
    },
  };
  const start = (more: object = {}) => startTill(folder, { keyWrapper, offer: null, ...more });
  const { till, stop } = await start({ offer });
  for (const number of [1, 2]) {
    await save(till, number);
    await accept(till, number);
    await till.outbox.housekeep(null);
  }
  await save(till, 3);
  await stop();
  const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
  lost = Buffer.from(keys[0].wrapped, 'base64');
  await setAsideTogether(folder, NOON);
  const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
  return { folder, start, aside: join(folder, aside) };
}

test('files of a queue that was set aside come back beside the new one: they are the older ones, and it stays whole', async () => {
  const { folder, start, aside } = await setAside();
  const before = await storeNames(aside);
  const between = await start({ offer });
  await between.till.outbox.housekeep(null);
  for (const number of [7, 8]) await save(between.till, number);
  await between.stop();
  const own = await storeNames(folder);
  expect(own.filter((name) => before.includes(name))).toEqual([]);
  // As a program does that keeps two folders alike, and finds that they are missing.
  for (const name of before) await cp(join(aside, name), join(folder, name));
  const { till, stop } = await start();
  await till.outbox.housekeep(null);
  const found = [...till.outbox.saves.values()];
  expect(found.map(({ requestId }) => requestId).sort()).toEqual([idOf(7), idOf(8)]);
  expect(found.every((one) => till.outbox.delivery.openBody(one) !== null)).toBe(true);
  await stop();
  const isAside = (name: string) => name.includes('.unreadable-');
  const left = await storeNames(folder);
  expect(left.filter((name) => !isAside(name))).toEqual(own);
  // Nobody removes what another queue has written.
  const kept = left.filter(isAside).map((name) => name.slice(0, name.indexOf('.unreadable-')));
  expect(kept).toEqual(before);
  expect(await storeNames(aside)).toEqual(before);
});

test('what lies beside it and no till has written leaves the new queue its numbers', async () => {
  const { folder, start } = await setAside();
  const planted = join(folder, 'aside-2026-11-01T00-00-00-000Z.taken');
  await mkdir(planted);
  await writeFile(join(planted, 'outbox-999999999997.journal'), '');
  await writeFile(join(folder, 'aside-of-somebody'), '');
  const { till, stop } = await start({ offer });
  await save(till, 7);
  await stop();
  expect(await storeNames(folder)).toContain('outbox-000004.journal');
});
