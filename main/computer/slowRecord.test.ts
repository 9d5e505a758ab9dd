import { afterEach, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  answerOn,
  copyOf,
  FIRST,
  registerOn,
  SECOND,
  startOn,
} from '../../testing/tills/copiedTill.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import type { Traits } from '../hardware/traits.ts';
import { ComputerFile } from './computerFile.ts';

const START = Date.UTC(2026, 10, 24, 4);

const { write: written } = ComputerFile.prototype;
let goOn = () => {};
afterEach(() => {
  goOn();
  vi.restoreAllMocks();
});

/** The next record takes the disk until `goOn`; it refuses nothing. */
function slowDisk() {
  const slow = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  return vi.spyOn(ComputerFile.prototype, 'write').mockImplementationOnce(async function (
    this: ComputerFile,
    record,
  ) {
    await slow;
    return written.call(this, record);
  });
}

async function image() {
  const folder = await freshFolder();
  const first = await startOn(FIRST, folder, { clock: new VirtualClock(START) });
  await registerOn(first, 1);
  await first.stop();
  return folder;
}

/** Longer than anybody waits for a disk that has refused. */
async function aSecond(clock: VirtualClock) {
  for (let turns = 0; turns < 10; turns += 1) {
    await clock.pass(100);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test.each([
  ['the first save of a start is being stored', () => new Promise<Traits>(() => undefined)],
  ['the manager is about to be asked', async () => SECOND],
])(
  'nobody is registered before the disk has what came along, however slow it is, while %s',
  async (_when, traits) => {
    const folder = await image();
    const write = slowDisk();
    const clock = new VirtualClock(START + 1_000);
    const here = await startOn(traits, folder, { clock });
    void here.till.computer.look();
    const registering = [registerOn(here, 2)];
    await vi.waitFor(() => expect(write).toHaveBeenCalledTimes(1));
    registering.push(registerOn(here, 3));
    await aSecond(clock);
    const killed = await copyOf(folder);
    goOn();
    await Promise.all(registering);
    for (const [left, there] of [
      [killed, 1],
      [await copyOf(folder), 3],
    ] as const) {
      const again = await startOn(SECOND, left, { clock: new VirtualClock(START + 60_000) });
      expect(again.till.outbox.saves.unfinished()).toHaveLength(there);
      await answerOn(again, 'start-empty');
      expect(again.till.outbox.saves.counts.discarded).toBe(1);
    }
  },
);
