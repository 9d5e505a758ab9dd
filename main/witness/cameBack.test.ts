import { expect, test, vi } from 'vitest';
import { SET_UP, save, send, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { copyDrive, secondDrive, written } from '../../testing/tills/secondDrive.ts';
import { answerWitness } from './witnessFolder.ts';

const PERSON = { mobile: '13800138001' };

test('what comes out of a folder waits for the manager where the second drive tells, later at that start, that the first was set back', async () => {
  const marks = await secondDrive();
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
