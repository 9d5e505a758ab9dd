import { cp, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noOtherName } from '../../testing/doubles/noOtherName.ts';
import {
  freshFolder,
  OPERATOR,
  PIN,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';
import { setAsideTogether } from '../vault/asideFolders.ts';

const AT = Date.UTC(2026, 10, 24, 5);
const MINE = '135791';
const ID = '9'.repeat(32);

/** A till with one save, and a folder `aside-…` with all of its files. */
async function itsFiles() {
  const folder = await freshFolder();
  const { till, stop } = await startTill(folder);
  const origin = { brandId: 'brand', shopId: 'shop', operatorId: OPERATOR };
  const stored = await till.outbox.intake.enqueue({
    requestId: ID,
    origin,
    member: { mobile: '13800138009' },
    app: 'https://gw.example.com 1',
    correctionOf: null,
    consent: { at: AT, noticeVersion: '1', operatorId: OPERATOR, marketing: false },
  });
  expect(stored.ok).toBe(true);
  await stop();
  await setAsideTogether(folder, AT);
  const [name = ''] = (await readdir(folder)).filter((one) => one.startsWith('aside-'));
  return join(folder, name);
}

test('brings nothing under a key that somebody had before, with a PIN of his own for it', async () => {
  const aside = await itsFiles();
  const mine = await freshFolder();
  const [before, known] = [await freshFolder(), await freshFolder()];
  // Nothing is set up yet: a copy of that, and one that he sets up with a PIN of his own.
  await (await startTill(mine, { offer: null })).stop();
  for (const copy of [before, known]) {
    await cp(mine, copy, { recursive: true });
    await cp(`${mine}.audit`, `${copy}.audit`);
  }
  const own = await startTill(known, {
    offer: { provision: { ...PROVISION, managerPin: MINE }, isTrusted: false },
  });
  expect(await own.till.settings.managerPin.verify(MINE)).toBe('ok');
  await own.stop();
  // The files of the till come into the one that is not set up, and what he has sealed into what has become of it.
  await rename(aside, join(before, 'aside-2026-11-24T05-00-00-000Z'));
  const taken = await startTill(before, { offer: null });
  expect(taken.till.outbox.saves.find(ID)).toBeDefined();
  expect(await taken.till.settings.managerPin.verify(PIN)).toBe('ok');
  await taken.stop();
  for (const name of ['settings.json', 'pin.json'])
    await cp(join(known, name), join(before, name), { force: true });
  const after = await startTill(before, { offer: null });
  expect(await after.till.settings.managerPin.verify(MINE)).not.toBe('ok');
});

test('fills no trail: of many folders that somebody has put there only a few are begun with at one start', async () => {
  const aside = await itsFiles();
  const folder = await freshFolder();
  await (await startTill(folder)).stop();
  for (let number = 10; number < 40; number += 1) {
    const name = `aside-2026-11-24T05-00-00-0${number}Z`;
    await cp(aside, join(folder, name), { recursive: true });
  }
  // So what came in goes again.
  noOtherName();
  const { lines, codes } = await startTill(folder, { offer: null });
  const begun = (await lines()).filter(({ action }) => action === 'queue.taken-in');
  expect(begun.length).toBeLessThan(10);
  expect(codes().filter((code) => code === 'store.key-unreadable')).toHaveLength(30);
});
