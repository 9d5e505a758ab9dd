import { readFile, writeFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { beginErasing, eraseOne } from '../../testing/tills/beginErasing.ts';
import { RECORD_OF_NOBODY } from '../../testing/tills/damagedErasing.ts';
import { olderErasure } from '../../testing/tills/earlierErasure.ts';
import { SET_UP, START, save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { TYPED_SETTINGS } from '../../testing/tills/movedAddress.ts';
import { PIN } from '../../testing/tills/openedTill.ts';
import type { Till } from '../till.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

const NUMBERS = [1, 2, 3];
const statesOf = (till: Till) => NUMBERS.map((number) => stateOf(till, number));
const ALL_HELD = NUMBERS.map(() => 'late-import');
const ALL_WAIT = NUMBERS.map(() => 'pending');

const HELD = [
  ['the lines', '/audit-manager-000001.trail'],
  ['the head', '.audit'],
] as const;

/** Three wait, and the second is being erased when the till is closed; `before`: what happened there until then. */
async function whileErasing(before: (till: Till) => Promise<void>) {
  const made = await tillOfLostKey();
  const { till } = made.till;
  await before(till);
  for (const number of NUMBERS) await save(till, number);
  await beginErasing(till, '13800138002');
  await made.till.stop();
  return { ...made, record: join(made.folder, 'erasure.json') };
}

/** A till on which an earlier program has erased somebody, with its line and its record, and saves that wait. */
async function ofAnEarlierProgram() {
  const made = await tillOfLostKey();
  const { audit } = made.till.till;
  const line = { action: 'person.erased', operatorId: '3', slip: 'S-0005', saves: 1 } as const;
  expect(await audit.record(line)).toBe(true);
  for (const number of NUMBERS) await save(made.till.till, number);
  await made.till.stop();
  const record = join(made.folder, 'erasure.json');
  const { lastErasing } = audit;
  const written = { format: 1, erasedAt: START - 1, sealed: null, toldAt: lastErasing };
  await writeFile(record, JSON.stringify(written));
  return { ...made, record };
}

test('a record of nobody that is written without a key hides nobody where the trail tells of erasings', async () => {
  const made = await whileErasing(eraseOne);
  await writeFile(made.record, RECORD_OF_NOBODY);
  const { till, codes } = await made.start();
  expect([statesOf(till), codes()]).toEqual([ALL_HELD, ['store.erasure-lost']]);
});

test('nor does one in a folder that comes back', async () => {
  const made = await whileErasing(eraseOne);
  const aside = await made.loseKey();
  await (await made.start({ offer: SET_UP })).stop();
  made.store.isClosed = false;
  await writeFile(join(aside, 'erasure.json'), RECORD_OF_NOBODY);
  const { till, codes } = await made.start();
  expect([statesOf(till), codes()]).toEqual([ALL_HELD, ['queue.taken-in', 'store.erasure-lost']]);
});

test('an update holds nothing for the record of an earlier program in which nobody is being erased, and seals it', async () => {
  const made = await ofAnEarlierProgram();
  for (const _ of ['update', 'later']) {
    const { till, codes, stop } = await made.start();
    expect([statesOf(till), codes()]).toEqual([ALL_WAIT, []]);
    await stop();
    expect(JSON.parse(await readFile(made.record, 'utf8'))).toEqual({
      format: 2,
      sealed: expect.any(String),
    });
  }
});

test('behind the first line of a later program, a record of an earlier one that is put back hides nobody', async () => {
  const made = await ofAnEarlierProgram();
  const kept = await readFile(made.record);
  const updated = await made.start();
  await eraseOne(updated.till);
  await beginErasing(updated.till, '13800138002');
  await updated.stop();
  await writeFile(made.record, kept);
  const { till, codes } = await made.start();
  expect([statesOf(till), codes()]).toEqual([ALL_HELD, ['store.erasure-lost']]);
});

const formatOf = async (record: string) => JSON.parse(await readFile(record, 'utf8')).format;

/** The second start of an updated till, at which the disk does not give the trail and the record of before lies there again. */
async function putBackUnread(place: string, hasSeal = false) {
  const made = await ofAnEarlierProgram();
  const kept = hasSeal ? await olderErasure(made.record, START) : await readFile(made.record);
  const updated = await made.start();
  await eraseOne(updated.till);
  await beginErasing(updated.till, '13800138002');
  await updated.stop();
  await writeFile(made.record, kept);
  const letGo = refuseToRead(normalize(made.folder + place), 'EMFILE');
  return { ...made, ...(await made.start()), letGo };
}

test.each(HELD)(
  'an update holds nobody for such a record either where the disk does not give the trail (%s) at its first start, and seals it once the trail has vouched for it',
  async (_what, place) => {
    const { folder, record, start } = await ofAnEarlierProgram();
    const letGo = refuseToRead(normalize(folder + place), 'EMFILE');
    const { till, codes, clock } = await start();
    expect([statesOf(till), await formatOf(record)]).toEqual([ALL_WAIT, 1]);
    letGo();
    await clock.pass(60_000);
    await vi.waitFor(async () => {
      await till.person.erasure.goOn();
      expect(await formatOf(record)).toBe(2);
    });
    expect(statesOf(till)).toEqual(ALL_WAIT);
    expect(codes()).not.toContain('store.erasure-lost');
  },
);

test.each(HELD.flatMap((held) => [false, true].map((hasSeal) => [...held, hasSeal] as const)))(
  'one that is put back hides nobody where the disk does not give the trail (%s) at that start: it is left as it is, and all are held as soon as the trail tells',
  async (_what, place, hasSeal) => {
    const { till, codes, clock, letGo, record } = await putBackUnread(place, hasSeal);
    await till.person.erasure.goOn();
    expect(await formatOf(record)).toBe(1);
    letGo();
    await clock.pass(60_000);
    await expect.poll(() => statesOf(till)).toEqual(ALL_HELD);
    await expect.poll(codes).toContain('store.erasure-lost');
  },
);

test('nor where the manager lets the till send while the trail cannot be read', async () => {
  const { till, calls, clock } = await putBackUnread('/audit-manager-000001.trail');
  await clock.pass(30_000);
  const revision = till.settings.changes;
  const settings = TYPED_SETTINGS;
  expect(await calls.saveSettings({ pin: PIN, settings, revision })).toMatchObject({ ok: true });
  await expect.poll(() => statesOf(till)).toEqual(ALL_HELD);
});

test('nobody is erased before it is known whether such a record is to be believed: the next one would vouch for it', async () => {
  const { till, record } = await putBackUnread('.audit');
  const { desk, erasure } = till.person;
  const mobile = '13800138001';
  const theirs = { saves: desk.savesOf({ mobile }), keys: desk.keysOf({ mobile }) };
  expect(await erasure.erase(() => theirs, '3')).toEqual({ ok: false, why: 'not-begun' });
  expect(await formatOf(record)).toBe(1);
});
