import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import { setAsideTogether } from '../vault/asideFolders.ts';
import type { WitnessQuestion } from '../witness/witnessFolder.ts';

/** None of these places ever answers. */
const NO_ANSWER = { ok: false, code: 'NO_ANSWER' } as const;

/** Puts a queue of another till of the same app into the folder of this one: it names a third place of its own. */
async function putAside(folder: string, at: number): Promise<void> {
  const other = await freshFolder();
  const provision = { ...PROVISION, watermarkFolder: join(other, 'place') };
  const offer = { provision, isTrusted: false };
  await (await startTill(other, { offer, askWitness: async () => NO_ANSWER })).stop();
  await setAsideTogether(other, at);
  const [name = ''] = (await readdir(other)).filter((one) => one.startsWith('aside-'));
  await rename(join(other, name), join(folder, name));
}

test.each([
  ['as long as it may', 8_000, 1],
  ['a while', 3_000, 3],
])(
  'a start waits for third places of queues that come back no longer than for one, however many they name: each is waited for %s',
  async (_, takes, asked) => {
    const folder = await freshFolder();
    await (await startTill(folder)).stop();
    for (let at = 1; at <= 4; at += 1) await putAside(folder, Date.UTC(2026, 10, 20 + at));
    const clock = new VirtualClock();
    const begun = clock.monotonic();
    const places = new Set<string>();
    const askWitness = async (question: WitnessQuestion, longest: number) => {
      places.add(question.folder);
      await clock.pass(Math.min(takes, longest));
      return NO_ANSWER;
    };
    await startTill(folder, { offer: null, clock, askWitness });
    expect(clock.monotonic() - begun).toBe(8_000);
    expect(places.size).toBe(asked);
  },
);
