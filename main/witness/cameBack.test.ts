import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { SET_UP, save, send, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { answerWitness } from './witnessFolder.ts';

const PERSON = { mobile: '13800138001' };

/** Everything of a till's drive, with what lies beside its folder. */
async function copyDrive(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await cp(from, to, { recursive: true });
  for (const ending of ['mark', 'audit']) await cp(`${from}.${ending}`, `${to}.${ending}`);
}

/** The second drive has been asked, and has got what has changed since `before`. */
async function written(marks: string, clock: VirtualClock, before: string): Promise<string> {
  return vi.waitFor(async () => {
    await clock.pass(500);
    const [name = ''] = await readdir(marks);
    const text = await readFile(join(marks, name), 'utf8');
    expect(text).not.toBe(before);
    return text;
  });
}

test('what comes out of a folder waits for the manager where the second drive tells, later at that start, that the first was set back', async () => {
  const marks = join(await freshFolder(), 'marks');
  await mkdir(marks);
  const { folder, store, till, start, loseKey } = await tillOfLostKey();
  await save(till.till, 1, PERSON);
  await till.stop();
  await loseKey();
  const provision = { ...SET_UP.provision, watermarkFolder: marks };
  const since = await start({ offer: { provision, isTrusted: true }, askWitness: answerWitness });
  await save(since.till, 2, PERSON);
  const before = await written(marks, since.clock, '');
  await since.stop();
  const image = `${folder}-image`;
  await copyDrive(folder, image);
  const sending = await start({ askWitness: answerWitness });
  expect(await send(sending.till, 2)).toBe(true);
  await written(marks, sending.clock, before);
  await sending.stop();
  await copyDrive(image, folder);
  store.isClosed = false;
  const back = await start({ askWitness: answerWitness });
  await vi.waitFor(async () => {
    await back.clock.pass(500);
    expect(back.codes()).toContain('store.went-backwards');
    expect(stateOf(back.till, 1)).toBe('late-import');
  });
});
