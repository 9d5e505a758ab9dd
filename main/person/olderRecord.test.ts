import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginErasing, eraseOne } from '../../testing/tills/beginErasing.ts';
import { RECORD_OF_NOBODY } from '../../testing/tills/damagedErasing.ts';
import { SET_UP, START, save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import type { Till } from '../till.ts';

const NUMBERS = [1, 2, 3];
const statesOf = (till: Till) => NUMBERS.map((number) => stateOf(till, number));
const ALL_HELD = NUMBERS.map(() => 'late-import');

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
    expect([statesOf(till), codes()]).toEqual([NUMBERS.map(() => 'pending'), []]);
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
