import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { SET_UP, START, save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { secondDrive, written } from '../../testing/tills/secondDrive.ts';
import { answerWitness } from './witnessFolder.ts';

const askWitness = answerWitness;

/** A power cut has taken the last of the file beside the folder, which is not flushed; the journal is whole. */
async function cut(watermarkFolder: string) {
  const made = await tillOfLostKey();
  const { folder, start } = made;
  await made.till.stop();
  const offer = { provision: { ...SET_UP.provision, watermarkFolder }, isTrusted: true };
  const since = await start({ offer, askWitness });
  await save(since.till, 1);
  await since.stop();
  await copyFile(`${folder}.mark`, `${folder}-mark`);
  const next = await start({ askWitness });
  const before = await written(watermarkFolder, next.clock, '');
  await save(next.till, 2);
  await written(watermarkFolder, next.clock, before);
  await next.stop();
  await copyFile(`${folder}-mark`, `${folder}.mark`);
  return made;
}

test('a power cut that took the last of the file beside the folder has lost nothing of a whole journal: behind an empty folder that somebody has made, its queue comes back and goes by itself', async () => {
  const { folder, start } = await cut(await secondDrive());
  await mkdir(join(folder, 'aside-2026-11-24T04-30-00-000Z.moving'));
  const back = await start({ askWitness, clock: new VirtualClock(START + 3_600_000) });
  expect(back.codes()).toContain('queue.taken-in');
  expect(back.codes()).not.toContain('store.went-backwards');
  expect([stateOf(back.till, 1), stateOf(back.till, 2)]).toEqual(['pending', 'pending']);
  await back.stop();
});
