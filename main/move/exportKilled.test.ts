import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { MoveDesk, WORDS } from '../../testing/tills/moveDesk.ts';
import {
  accepted,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

const HOUR = 60 * 60_000;

/** The gateway knows an id for a little longer than a day after its effect. */
const REMEMBERED = 25 * HOUR;

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

/** Counts what takes effect under each id. The answer to an effect is lost, so that its till asks again. */
class Gateway {
  readonly effects = new Map<string, number>();
  readonly #since = new Map<string, number>();

  answerTo(till: ReplayTill): void {
    till.answer = (id) => {
      const now = till.clock.now();
      const known = this.#since.get(id);
      if (known !== undefined && now - known <= REMEMBERED) return accepted('7');
      this.#since.set(id, now);
      this.effects.set(id, (this.effects.get(id) ?? 0) + 1);
      return known === undefined ? lostAnswer : accepted('7');
    };
  }
}

/** Every dealing of an export with a disk, in their order: of the saves, and of the file. */
class Disks {
  readonly #diesAt: number;
  readonly #isDone: boolean;
  count = 0;
  isDead = false;

  /** `isDone`: the till is killed behind the dealing of this number, else before it. */
  constructor(store: MemoryStore, diesAt: number, isDone: boolean) {
    this.#diesAt = diesAt;
    this.#isDone = isDone;
    const put = store.put.bind(store);
    store.put = (save) => this.#deal(() => put(save));
  }

  get files(): Partial<QueueFiles> {
    const { write, name, read } = queueFiles;
    return {
      write: (...file) => this.#deal(() => write(...file)),
      name: (...file) => this.#deal(() => name(...file)),
      read: (...file) => this.#deal(() => read(...file)),
    };
  }

  async #deal<Result>(dealing: () => Promise<Result>): Promise<Result> {
    this.count += 1;
    const isLast = this.count === this.#diesAt;
    if (this.isDead || (isLast && !this.#isDone)) return this.#never();
    const result = await dealing();
    return isLast ? this.#never() : result;
  }

  #never(): Promise<never> {
    this.isDead = true;
    return new Promise(() => undefined);
  }
}

/** The old till is killed there; which files somebody finds then. */
async function killedAt(diesAt: number, isDone: boolean) {
  const { from } = desk;
  const disks = new Disks(from.store, diesAt, isDone);
  let isOver = false;
  void desk.carryOut(desk.moving(from, disks.files), 'export').then(() => {
    isOver = true;
  });
  while (!isOver && !disks.isDead) await setImmediate();
  await from.replayer.stop(0);
  const names = (await readdir(desk.outside)).filter((name) => name !== 'data');
  return { isOver, found: names.map((name) => join(desk.outside, name)) };
}

/** A till sends all that it may for so many hours. */
async function sendsFor(till: ReplayTill, gateway: Gateway, hours: number): Promise<void> {
  gateway.answerTo(till);
  till.replayer.wake('network');
  await till.clock.pass(hours * HOUR);
}

/** How many hours after the export the old till and the other one have a line again. */
const MOMENTS = [
  { here: 1, there: 23 },
  { here: 23, there: 30 },
  { here: 50, there: 1 },
  { here: 1, there: 50 },
];

/** Two saves put in doubt, three steps of the file, two copies closed. */
const DEALINGS = 7;

test.each(
  Array.from({ length: DEALINGS }, (_, index) => index + 1).flatMap((diesAt) => [
    [diesAt, 'before'] as const,
    [diesAt, 'behind'] as const,
  ]),
)(
  'killed in an export at its dealing %i with the disk, %s it: whenever both tills send, each save takes effect once or waits for somebody',
  async (diesAt, when) => {
    const { found, isOver } = await killedAt(diesAt, when === 'behind');
    expect(isOver, 'nothing is left to be killed').toBe(false);
    const kept = new Map(desk.from.store.onDisk);
    const path = found.find((name) => name.endsWith('.tillside')) ?? found[0];
    for (const { here, there } of MOMENTS) {
      const gateway = new Gateway();
      const old = new ReplayTill();
      for (const [id, save] of kept) old.store.onDisk.set(id, save);
      const other = new ReplayTill();
      other.answer = () => refusedConnection;
      other.clock.jump(HOUR);
      await other.start();
      const isTaken =
        path !== undefined &&
        (await desk.carryOut(desk.moving(other), 'import', WORDS, path)) === null;
      old.clock.jump(here * HOUR);
      other.clock.jump((there - 1) * HOUR);
      const turns = [
        { at: here, go: async () => sendsFor(await old.start(), gateway, 3) },
        { at: there, go: () => sendsFor(other, gateway, 3) },
      ];
      for (const { go } of turns.sort((one, two) => one.at - two.at)) await go();
      for (const [id, effects] of gateway.effects) expect([id, effects]).toEqual([id, 1]);
      for (const id of kept.keys()) {
        const states = [old, isTaken ? other : old].map(({ store }) => store.onDisk.get(id)?.state);
        const isSeen = states.includes('held') || states.includes('accepted');
        expect(isSeen || gateway.effects.has(id), `${id} ${states.join()}`).toBe(true);
      }
    }
  },
);
