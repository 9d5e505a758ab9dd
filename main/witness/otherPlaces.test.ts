import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { copyOf, FIRST, registerOn, startOn } from '../../testing/tills/copiedTill.ts';
import { freshFolder, PROVISION } from '../../testing/tills/openedTill.ts';
import { OtherProgramError } from '../files/otherProgramError.ts';
import { NO_TRAITS } from '../hardware/traits.ts';

const START = Date.UTC(2026, 10, 24, 4);
const DAY = 86_400_000;

async function otherDrive(): Promise<string> {
  const folder = join(await freshFolder(), 'marks');
  mkdirSync(folder);
  return folder;
}

const offerOf = (watermarkFolder: string) => ({
  provision: { ...PROVISION, watermarkFolder },
  isTrusted: true,
});

/** Lets what is written behind be written. */
async function settled(clock: VirtualClock) {
  for (let turns = 0; turns < 20; turns += 1) {
    await clock.pass(500);
    await pause(5);
  }
}

const filesIn = (marks: string) =>
  readdirSync(marks).map((name) => readFileSync(join(marks, name), 'utf8'));

test('a copy whose hardware cannot be read at a start leaves the file of the original as it is', async () => {
  const [folder, marks] = [await freshFolder(), await otherDrive()];
  const clock = new VirtualClock(START);
  const first = await startOn(FIRST, folder, { clock, offer: offerOf(marks) });
  await registerOn(first, 1);
  await settled(clock);
  await first.stop();
  const image = await copyOf(folder);
  const before = filesIn(marks);
  expect(before).toHaveLength(1);
  const later = new VirtualClock(START + 1_000);
  const copy = await startOn(NO_TRAITS, image, { clock: later, offer: null });
  for (const number of [5, 6, 7]) await registerOn(copy, number);
  await settled(later);
  await copy.stop();
  expect(filesIn(marks)).toEqual(before);
  // Nothing has ever happened to the original.
  const monday = new VirtualClock(START + 3 * DAY);
  const again = await startOn(FIRST, folder, { clock: monday, offer: offerOf(marks) });
  await settled(monday);
  expect(again.codes()).not.toContain('store.went-backwards');
  expect([...again.till.outbox.saves.values()].map(({ state }) => state)).toEqual(['pending']);
  await again.stop();
});

test('a computer that never tells anything has its second place all the same', async () => {
  const [folder, marks] = [await freshFolder(), await otherDrive()];
  const clock = new VirtualClock(START);
  const first = await startOn(NO_TRAITS, folder, { clock, offer: offerOf(marks) });
  await registerOn(first, 1);
  const image = await copyOf(folder);
  await registerOn(first, 2);
  await settled(clock);
  await first.stop();
  const later = new VirtualClock(START + 1_000);
  const again = await startOn(NO_TRAITS, image, { clock: later, offer: offerOf(marks) });
  await vi.waitFor(() => expect(again.codes()).toContain('store.went-backwards'));
  await again.stop();
});

test('what the usual place says is heeded also when it comes back after another one was used', async () => {
  const [folder, marks, others] = [await freshFolder(), await otherDrive(), await otherDrive()];
  const clock = new VirtualClock(START);
  const first = await startOn(FIRST, folder, { clock, offer: offerOf(marks) });
  await registerOn(first, 1);
  const image = await copyOf(folder);
  await registerOn(first, 2);
  await registerOn(first, 3);
  await settled(clock);
  await first.stop();
  expect(readdirSync(marks)).toHaveLength(1);
  // Set back, while the settings name another folder.
  const later = new VirtualClock(START + 1_000);
  const again = await startOn(FIRST, image, { clock: later, offer: offerOf(others) });
  for (const number of [4, 5, 6]) await registerOn(again, number);
  await settled(later);
  await again.till.settings.provisionWith({ ...PROVISION, watermarkFolder: marks });
  await vi.waitFor(async () => {
    await later.pass(500);
    expect(again.codes()).toContain('store.went-backwards');
  });
  await again.stop();
});

test('a till that another PC has taken the folder from writes no lower numbers over those of that PC', async () => {
  const [folder, marks] = [await freshFolder(), await otherDrive()];
  const clock = new VirtualClock(START);
  let isLost = false;
  const hold = {
    get isSure() {
      return !isLost;
    },
    confirm: async () => {
      if (isLost) throw new OtherProgramError('PC-2');
    },
    isFromElsewhere: false,
    warning: null,
  };
  const cutOff = await startOn(FIRST, folder, { clock, offer: offerOf(marks), hold });
  await registerOn(cutOff, 1);
  await settled(clock);
  // Its network goes, and the share of the second place with it.
  renameSync(marks, `${marks}-away`);
  await registerOn(cutOff, 2);
  await settled(clock);
  expect(cutOff.codes()).toContain('store.witness-away');
  isLost = true;
  renameSync(`${marks}-away`, marks);
  const later = new VirtualClock(START + 60_000);
  const other = await startOn(FIRST, await copyOf(folder), { clock: later, offer: offerOf(marks) });
  for (const number of [5, 6, 7]) await registerOn(other, number);
  await settled(later);
  await other.stop();
  const there = filesIn(marks);
  expect(there).toHaveLength(1);
  for (let minutes = 0; minutes < 3; minutes += 1) {
    await clock.pass(60_000);
    await settled(clock);
  }
  await cutOff.stop();
  expect(filesIn(marks)).toEqual(there);
});
