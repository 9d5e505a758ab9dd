import { setTimeout as pause } from 'node:timers/promises';
import { Computer } from './computer.ts';
import { Gateway, type Mood } from './gateway.ts';

const START = Date.UTC(2026, 10, 24, 4);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What their disks do in real time, for each step of their clocks (ms). */
const DISK_MS = 3;

/** What waits in the end has so many minutes to leave. */
const LAST_MINUTES = 300;

/** A person is safe in one of these states of a save: it waits, or stands before the manager. */
const SAFE: ReadonlySet<string> = new Set(['pending', 'sending', 'stale', 'late-import', 'busy']);

/** Where a disk came from about which nobody was asked yet, and whether that computer goes on with it. */
interface Origin {
  of: Computer;
  goesOn: boolean;
  /** Its question was open there as well, and it has not been asked here yet. */
  isThird: boolean;
}

/**
 * Three computers, the first of which is a till, and the disks that are copied from one to another; all of them talk to one
 * gateway. The manager tells the truth: a disk whose first computer goes on is answered so.
 */
export class CopiesWorld {
  readonly gateway = new Gateway();
  readonly computers: readonly Computer[] = [0, 1, 2].map(
    (name) => new Computer(name, this.gateway),
  );
  /** In the order of the copies. */
  readonly #origins = new Map<Computer, Origin>();
  /** Who was registered on a disk, or on those that it is a copy of. */
  readonly #on = new Map<Computer, ReadonlySet<string>>();
  readonly #registered: string[] = [];
  /** On no disk any more. */
  readonly #burnt = new Set<string>();
  #now = START;

  static async begin(): Promise<CopiesWorld> {
    const world = new CopiesWorld();
    const [first] = world.computers;
    first?.furnish();
    await first?.start(world.#now, false);
    await world.#settle();
    return world;
  }

  /** One of those for which this holds, or undefined. */
  pick(which: number, holds: (computer: Computer) => boolean): Computer | undefined {
    const all = this.computers.filter(holds);
    return all[which % Math.max(1, all.length)];
  }

  async register(computer: Computer): Promise<void> {
    // What a third computer registers before it is known counts as come along: docs/cloned-pc.md.
    if (computer.isLooking && this.#origins.get(computer)?.isThird === true) return;
    const number = this.#registered.length + 1;
    const requestId = String(number).padStart(32, '0');
    await computer.register(requestId, `138001${String(number).padStart(5, '0')}`);
    this.#registered.push(requestId);
    this.#on.set(computer, new Set([...this.#of(computer), requestId]));
    await this.#settle();
  }

  async start(computer: Computer, isEarly = false): Promise<void> {
    await computer.start(this.#now, isEarly);
    // At home, or a till of its own.
    if (!computer.isLooking && !computer.isAsking) this.#origins.delete(computer);
    const origin = this.#origins.get(computer);
    if (origin !== undefined && computer.isAsking) origin.isThird = false;
    await this.#settle();
  }

  async answer(computer: Computer): Promise<void> {
    if (!computer.isAsking) return;
    await computer.answer(this.#origins.get(computer)?.goesOn === true ? 'start-empty' : 'moved');
    this.#origins.delete(computer);
    await this.#settle();
  }

  /** `goesOn`: the computer that the disk is of is used as before; else it is thrown away. */
  async copy(from: Computer, to: Computer, goesOn: boolean): Promise<void> {
    const origin = this.#origins.get(from);
    // Else part of what the other one has would go on elsewhere and part would not: no answer would be true.
    if (origin !== undefined && origin.goesOn !== goesOn) return;
    if (!goesOn) await from.stop();
    to.copyFrom(from);
    this.#origins.set(to, { of: from, goesOn, isThird: origin !== undefined });
    this.#on.set(to, this.#of(from));
    if (!goesOn) await this.#scrap(from);
  }

  /** The computer and its disk are gone; its newest copy takes its place, without what came since. */
  async burn(computer: Computer): Promise<void> {
    const copies = [...this.#origins].filter(([, origin]) => origin.of === computer);
    const newest = copies.at(-1);
    if (newest === undefined || this.#origins.has(computer)) return;
    newest[1].goesOn = false;
    await this.#scrap(computer);
    const left = new Set(this.computers.flatMap((one) => [...this.#of(one)]));
    for (const requestId of this.#registered) if (!left.has(requestId)) this.#burnt.add(requestId);
  }

  async become(mood: Mood): Promise<void> {
    this.gateway.mood = mood;
    await this.#settle();
  }

  async pass(hours: number): Promise<void> {
    for (let step = 0; step < 4; step += 1) await this.#step((hours * HOUR) / 4);
    await this.#settle();
  }

  /** Everything runs and is answered, and the gateway is there: who is still nowhere is lost. Throws what was broken. */
  async finish(): Promise<void> {
    this.gateway.mood = 'up';
    for (const computer of this.computers) {
      if (computer.isLooking) await computer.kill();
      await this.start(computer);
      await this.answer(computer);
    }
    const isWaiting = () => this.computers.some(({ waiting }) => waiting > 0);
    for (let minute = 0; minute < LAST_MINUTES && isWaiting(); minute += 1)
      await this.#step(MINUTE);
    const faults = [...this.gateway.faults];
    for (const requestId of this.#registered) {
      if (this.gateway.has(requestId) || this.#burnt.has(requestId)) continue;
      const states = this.computers.flatMap((computer) => computer.stateOf(requestId) ?? []);
      if (!states.some((state) => SAFE.has(state)))
        faults.push(`${requestId} is lost (${states.join()})`);
      else if (states.includes('pending')) faults.push(`${requestId} waits for ever`);
    }
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }

  /** Removes what it has left on the disk. */
  async end(): Promise<void> {
    for (const computer of this.computers) await computer.scrap();
  }

  #of(computer: Computer): ReadonlySet<string> {
    return this.#on.get(computer) ?? new Set();
  }

  async #scrap(computer: Computer): Promise<void> {
    await computer.burn();
    this.#on.delete(computer);
    this.#origins.delete(computer);
  }

  async #settle(): Promise<void> {
    for (let times = 0; times < 4; times += 1) await this.#step(500);
  }

  async #step(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    for (const { clock } of this.computers) await clock?.pass(milliseconds);
    await pause(DISK_MS);
  }
}
