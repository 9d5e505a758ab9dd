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
}

/**
 * Three computers, the first of which is a till, and the disks that are copied from one to another; all of them talk to one
 * gateway. The truth is that a disk whose first computer goes on is still used there; the manager says so, or is wrong.
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
  /** Closed by a wrong answer: the manager can take it back. */
  readonly #closed = new Set<string>();
  /** What each may send on any day because another one was said to be alone with it: nobody tells it. */
  readonly #wronged = new Map<object, ReadonlySet<string>>();
  #now = START;

  constructor() {
    this.gateway.isForgiven = (sender, requestId) =>
      this.#wronged.get(sender)?.has(requestId) === true;
  }

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
    await this.#settle();
  }

  /** Whether the computer that its disk comes from is used as before. */
  isStillUsed(computer: Computer): boolean {
    return this.#origins.get(computer)?.goesOn === true;
  }

  async answer(computer: Computer, isTrue = true): Promise<void> {
    if (!computer.isAsking) return;
    const isUsedThere = this.isStillUsed(computer) === isTrue;
    await computer.answer(isUsedThere ? 'start-empty' : 'moved');
    if (!isTrue && isUsedThere) for (const id of this.#of(computer)) this.#closed.add(id);
    if (!isTrue && !isUsedThere) this.#wrong(computer);
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
    this.#origins.set(to, { of: from, goesOn });
    this.#on.set(to, this.#of(from));
    this.#wronged.set(to, this.#wronged.get(from) ?? new Set());
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
      const isShown = states.includes('moved') && this.#closed.has(requestId);
      if (!isShown && !states.some((state) => SAFE.has(state)))
        faults.push(`${requestId} is lost (${states.join()})`);
      else if (states.includes('pending')) faults.push(`${requestId} waits for ever`);
    }
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }

  /** Removes what it has left on the disk. */
  async end(): Promise<void> {
    for (const computer of this.computers) await computer.scrap();
  }

  /** The manager has said that this one is alone with what it has; those that it comes from go on. */
  #wrong(computer: Computer): void {
    const others = new Set<Computer>();
    for (let one = this.#origins.get(computer)?.of; one !== undefined && !others.has(one); ) {
      others.add(one);
      one = this.#origins.get(one)?.of;
    }
    for (const one of others)
      this.#wronged.set(one, new Set([...(this.#wronged.get(one) ?? []), ...this.#of(computer)]));
  }

  #of(computer: Computer): ReadonlySet<string> {
    return this.#on.get(computer) ?? new Set();
  }

  async #scrap(computer: Computer): Promise<void> {
    await computer.burn();
    this.#on.delete(computer);
    this.#origins.delete(computer);
    this.#wronged.delete(computer);
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
