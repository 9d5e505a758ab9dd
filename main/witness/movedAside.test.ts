import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { FIRST } from '../../testing/tills/copiedTill.ts';
import {
  DAY,
  SET_UP,
  START,
  save,
  send,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';
import { copyDrive, secondDrive, written } from '../../testing/tills/secondDrive.ts';
import { answerWitness } from './witnessFolder.ts';

const PERSON = { mobile: '13800138001' };
const askWitness = answerWitness;

/** Save 2 was sent since, and 3 with newer data of the same person; then the drive was set back to before that. */
async function setBack(more: object = {}) {
  const marks = await secondDrive();
  const made = await tillOfLostKey();
  const { folder, start } = made;
  await made.till.stop();
  const offer = {
    provision: { ...SET_UP.provision, watermarkFolder: marks },
    isTrusted: true,
  };
  const since = await start({ offer, askWitness, ...more });
  await since.till.computer.look();
  await save(since.till, 2, PERSON);
  const before = await written(marks, since.clock, '');
  await since.stop();
  const image = `${folder}-image`;
  await copyDrive(folder, image);
  const sending = await start({ askWitness, ...more });
  await sending.till.computer.look();
  expect(await send(sending.till, 2)).toBe(true);
  await save(sending.till, 3, PERSON);
  expect(await send(sending.till, 3)).toBe(true);
  await written(marks, sending.clock, before);
  await sending.stop();
  await copyDrive(image, folder);
  return { ...made, marks, offer };
}

const later = () => ({ askWitness, clock: new VirtualClock(START + 2 * DAY) });

/** Whoever may write there has made an empty folder of that name. */
const plant = (folder: string) => mkdir(join(folder, 'aside-2026-11-24T03-00-00-000Z.moving'));

test.each([
  'an empty folder that somebody has made beside it',
  'a key that was lost for one start',
])(
  'a drive that was set back is noticed by the second one also behind %s: it is told, what was sent goes by nobody but the manager, and no slip is given again',
  async (how) => {
    const { folder, store, start, loseKey, offer } = await setBack();
    if (how.startsWith('an')) await plant(folder);
    else {
      await loseKey(START + 1.9 * DAY);
      await (await start({ offer, ...later() })).stop();
      store.isClosed = false;
    }
    const back = await start(later());
    expect(back.codes()).toContain('store.went-backwards');
    expect(stateOf(back.till, 2)).toBe('late-import');
    await back.stop();
    const next = await start(later());
    expect(next.codes()).not.toContain('store.went-backwards');
    await save(next.till, 4);
    expect(next.till.outbox.saves.find('4'.repeat(32))?.sequence).toBe(3);
  },
);

test('what comes back while the second drive is away goes by nobody but the manager: nobody knows whether the first was set back', async () => {
  const { folder, marks, start } = await setBack();
  await plant(folder);
  await rename(marks, `${marks}-away`);
  const back = await start(later());
  expect(stateOf(back.till, 2)).toBe('late-import');
});

test('so does what comes back without the file that told under which name the second drive knew it: that has nothing to say then', async () => {
  const { folder, start } = await setBack({ traits: async () => FIRST });
  await rm(join(folder, 'computer.json'));
  await plant(folder);
  const back = await start({ ...later(), traits: async () => FIRST });
  expect(stateOf(back.till, 2)).toBe('late-import');
  expect(await send(back.till, 2)).toBe(false);
  await back.stop();
});

test('what comes back goes by itself where the second drive knows of nothing later', async () => {
  const marks = await secondDrive();
  const { folder, till, start } = await tillOfLostKey();
  await till.stop();
  const offer = { provision: { ...SET_UP.provision, watermarkFolder: marks }, isTrusted: true };
  const since = await start({ offer, askWitness });
  await save(since.till, 2, PERSON);
  await written(marks, since.clock, '');
  await since.stop();
  await plant(folder);
  const back = await start(later());
  expect([stateOf(back.till, 2), back.codes()]).toEqual([
    'pending',
    expect.not.arrayContaining(['store.went-backwards']),
  ]);
  await back.stop();
});

test('what has come back is counted on the second drive at that start, though nothing changes behind it', async () => {
  const { folder, marks, start } = await setBack();
  await plant(folder);
  const given = later();
  await start(given);
  await vi.waitFor(async () => {
    await given.clock.pass(500);
    const texts = (await readdir(marks)).map((name) => readFile(join(marks, name), 'utf8'));
    const counts = (await Promise.all(texts)).map((text) => JSON.parse(text).lastNumber);
    expect(counts).toEqual([expect.any(Number), expect.any(Number)]);
    expect(counts).not.toContain(0);
  });
});
