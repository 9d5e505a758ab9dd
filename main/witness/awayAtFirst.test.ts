import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { copyOf, FIRST, registerOn, startOn } from '../../testing/tills/copiedTill.ts';
import { freshFolder, PROVISION } from '../../testing/tills/openedTill.ts';
import type { Till } from '../till.ts';
import { ReachedFile } from './reachedFile.ts';

const START = Date.UTC(2026, 10, 24, 4);
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** A folder on another drive, which can be pulled out. */
class Drive {
  readonly folder: string;
  readonly #pulled: string;

  constructor(beside: string) {
    this.folder = join(beside, 'marks');
    this.#pulled = join(beside, 'pulled');
    mkdirSync(this.folder);
  }

  pull(): void {
    renameSync(this.folder, this.#pulled);
  }

  plugIn(): void {
    renameSync(this.#pulled, this.folder);
  }
}

async function startWith(folder: string, { folder: watermarkFolder }: Drive, time: number) {
  const clock = new VirtualClock(time);
  const offer = { provision: { ...PROVISION, watermarkFolder }, isTrusted: true };
  const opened = await startOn(FIRST, folder, { clock, offer });
  const wait = async (milliseconds = 10_000) => {
    for (let turns = 0; turns < 20; turns += 1) {
      await clock.pass(milliseconds / 20);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { ...opened, wait };
}

/** Somebody waits, `later` more are registered on top, and the drive of the till is set back to before them. */
async function setBack(later: number) {
  const folder = await freshFolder();
  const drive = new Drive(await freshFolder());
  const till = await startWith(folder, drive, START);
  await registerOn(till, 1);
  await till.wait();
  const image = await copyOf(folder);
  for (let number = 0; number < later; number += 1) await registerOn(till, 9 - number);
  await till.wait();
  await till.stop();
  return { image, drive };
}

const states = ({ outbox }: Till) =>
  [...outbox.saves.values()].map(({ heldReason, state }) => heldReason ?? state);

const wentBackwards = ({ warnings }: Till) =>
  warnings.filter(({ code }) => code === 'store.went-backwards').map(({ detail }) => detail);

describe('a second place that was away when a store that was set back was first opened', () => {
  test.each([1, 4])(
    'tells at a later start what is lost, and doubts what was open since the store had last changed before (lost: %d)',
    async (lost) => {
      const { image, drive } = await setBack(lost);
      drive.pull();
      const blind = await startWith(image, drive, START + 3 * DAY);
      for (const number of [2, 3]) await registerOn(blind, number);
      await blind.wait();
      await blind.stop();
      drive.plugIn();
      const later = await startWith(image, drive, START + 3 * DAY + HOUR);
      await vi.waitFor(() => expect(wentBackwards(later.till)).toHaveLength(1));
      await later.wait();
      expect(states(later.till)).toEqual(['late-import', 'pending', 'pending']);
      await later.stop();
      const again = await startWith(image, drive, START + 3 * DAY + 2 * HOUR);
      await again.wait();
      expect(wentBackwards(again.till)).toEqual([]);
      expect(states(again.till)).toEqual(['late-import', 'pending', 'pending']);
    },
  );

  test('doubts as well what was registered meanwhile, should the store be set back to then', async () => {
    const { image, drive } = await setBack(0);
    drive.pull();
    const blind = await startWith(image, drive, START + DAY);
    await registerOn(blind, 2);
    await blind.wait();
    const copy = await copyOf(image);
    drive.plugIn();
    await blind.wait(120_000);
    await registerOn(blind, 3);
    await blind.wait();
    await blind.stop();
    const later = await startWith(copy, drive, START + 3 * DAY);
    await vi.waitFor(() => expect(wentBackwards(later.till)).toHaveLength(1));
    await later.wait();
    expect(states(later.till)).toEqual(['late-import', 'late-import']);
  });

  test('is believed later also where the disk has refused to keep that at first', async () => {
    const { image, drive } = await setBack(4);
    drive.pull();
    const write = vi.spyOn(ReachedFile.prototype, 'write');
    onTestFinished(() => write.mockRestore());
    write.mockRejectedValueOnce(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    const blind = await startWith(image, drive, START + 3 * DAY);
    for (const number of [2, 3]) {
      await registerOn(blind, number);
      await blind.wait();
    }
    expect(write).toHaveBeenCalledTimes(2);
    await blind.stop();
    drive.plugIn();
    const later = await startWith(image, drive, START + 3 * DAY + HOUR);
    await later.wait();
    await vi.waitFor(() =>
      expect(states(later.till)).toEqual(['late-import', 'pending', 'pending']),
    );
  });

  test('is believed later also where a folder has taken the place of what is kept of that', async () => {
    const { image, drive } = await setBack(4);
    drive.pull();
    rmSync(join(image, 'reached.json'), { force: true });
    mkdirSync(join(image, 'reached.json', 'in the way'), { recursive: true });
    const blind = await startWith(image, drive, START + 3 * DAY);
    for (const number of [2, 3]) await registerOn(blind, number);
    await blind.wait();
    await blind.stop();
    drive.plugIn();
    const later = await startWith(image, drive, START + 3 * DAY + HOUR);
    await vi.waitFor(() => expect(wentBackwards(later.till)).toHaveLength(1));
    await later.wait();
    expect(states(later.till)).toEqual(['late-import', 'pending', 'pending']);
  });

  test('says nothing where nothing is lost, at no later start', async () => {
    const { image, drive } = await setBack(0);
    for (const isThere of [false, true, true, false, true, true]) {
      if (isThere && !readdirSync(join(drive.folder, '..')).includes('marks')) drive.plugIn();
      if (!isThere) drive.pull();
      const till = await startWith(image, drive, START + HOUR);
      await till.wait(1_000);
      await registerOn(till, till.till.outbox.saves.counts.pending + 1);
      await till.wait(120_000);
      expect(wentBackwards(till.till)).toEqual([]);
      await till.stop();
    }
  });
});
