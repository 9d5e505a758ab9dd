import { setTimeout as pause } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { VirtualClock } from '../doubles/virtualClock.ts';
import { copyOf, FIRST, registerOn, startOn } from './copiedTill.ts';
import { freshFolder, PROVISION } from './openedTill.ts';
import { secondDrive } from './secondDrive.ts';

/** When the tills of these tests begin (ms since 1970). */
export const START = Date.UTC(2026, 10, 24, 4);

type WitnessedTill = Awaited<ReturnType<typeof startWith>>;

/** Settings that name `watermarkFolder`. */
export const offerOf = (watermarkFolder: string) => ({
  provision: { ...PROVISION, watermarkFolder },
  isTrusted: true,
});

/** A till whose numbers stand in `marks`, on another drive, as well. `more`: how it starts otherwise. */
export async function startWith(
  folder: string,
  marks: string,
  {
    clock = new VirtualClock(START),
    ...more
  }: Parameters<typeof startOn>[2] & {
    clock?: VirtualClock;
  } = {},
) {
  const opened = await startOn(FIRST, folder, { clock, offer: offerOf(marks), ...more });
  return { ...opened, clock, wait: () => settled(clock) };
}

/** Lets what is written behind be written. */
export async function settled(clock: VirtualClock): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) {
    await clock.pass(500);
    await pause(5);
  }
}

/** Registers one more, and gives its slip number. */
export async function slipOf(opened: WitnessedTill, number: number): Promise<number | undefined> {
  const requestId = await registerOn(opened, number);
  return opened.till.outbox.saves.find(requestId)?.sequence;
}

/** What the window tells of a store that has gone backwards. */
export function wentBackwards({ till }: WitnessedTill): string[] {
  return till.warnings
    .filter(({ code }) => code === 'store.went-backwards')
    .map(({ detail }) => detail);
}

/** A till with one save that was set back to before `lost` others; nothing has told it yet. */
export async function setBack(lost: number) {
  const [folder, marks] = [await freshFolder(), await secondDrive()];
  const first = await startWith(folder, marks);
  await slipOf(first, 1);
  // What a start puts in order beside its work is over.
  await first.wait();
  const image = await copyOf(folder);
  for (let number = 2; number < 2 + lost; number += 1) await slipOf(first, number);
  await first.wait();
  await first.stop();
  return { image, marks };
}

/** The same once it was told, with 7 and 8 registered since. `since`: false: without them. */
export async function toldOnce({ since = true } = {}) {
  const { image, marks } = await setBack(5);
  const once = await startWith(image, marks);
  await vi.waitFor(() => expect(wentBackwards(once)).toHaveLength(1), { timeout: 10_000 });
  await once.wait();
  if (since) for (const number of [7, 8]) await slipOf(once, number);
  await once.wait();
  await once.stop();
  return { image, marks };
}
