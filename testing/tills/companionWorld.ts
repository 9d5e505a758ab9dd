import { type FullWindowChoices, USUAL_WINDOW } from '../../app/settings/windowChoices.ts';
import { Companion, type Page, type Words } from '../../main/companion/companion.ts';
import { PageFaults } from '../../main/companion/pageFaults.ts';
import type { GivenStanding } from '../../main/companion/typedGiven.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';

/** A window that notes what is done to it. */
export class FakePage implements Page {
  state: 'none' | 'front' | 'behind' | 'hidden' | 'minimized' = 'none';
  readonly done: string[] = [];
  /** So many windows were made. */
  made = 0;
  /** False: the page is busy, and says nothing until `sayKept` is called. */
  saysKept = true;
  /** What it says then: whether what was typed is on the disk. */
  isKept = true;
  sayKept: () => void = () => {};
  get isThere(): boolean {
    return this.state !== 'none';
  }
  isInFront = () => this.state === 'front';
  show(how: 'front' | 'minimized'): void {
    if (!this.isThere) this.made += 1;
    this.state = how;
  }
  hide(): void {
    if (this.isThere) this.state = 'hidden';
  }
  minimize(): void {
    if (this.isThere) this.state = 'minimized';
  }
  keepTyped(): Promise<boolean> {
    if (this.saysKept) return Promise.resolve(this.isKept);
    return new Promise((resolve) => {
      this.sayKept = () => resolve(this.isKept);
    });
  }
  end(): void {
    this.state = 'none';
  }
  load = () => void this.done.push('load');
  crash = () => void this.done.push('crash');
  askForPhone = () => void this.done.push('phone');
  askForForm = () => void this.done.push('form');
}

/** Somebody who answers when a test says so. */
export class FakeWords implements Words {
  readonly said: string[] = [];
  /** The boxes that wait for an answer, the latest one last. */
  readonly open = new Map<string, (answer: unknown) => void>();
  sayInTray = () => void this.said.push('in the tray');
  askClosing = (isTypedKept: boolean) =>
    this.#ask<'minimize' | 'quit' | 'stay'>('closing', isTypedKept);
  askQuitting = (isTypedKept: boolean) => this.#ask<boolean>('quitting', isTypedKept);
  askAgain(signal: AbortSignal, mayQuit: boolean): Promise<'again' | 'quit'> {
    const what = mayQuit ? 'again' : 'again, nothing else';
    // As Electron does it: a box that goes is answered as by leaving it.
    signal.addEventListener('abort', () => {
      this.said.push('box gone');
      this.answer('again', what);
    });
    return this.#ask(what);
  }
  answer(given: unknown, what = [...this.open.keys()].at(-1) ?? ''): void {
    const answer = this.open.get(what);
    this.open.delete(what);
    answer?.(given);
  }
  #ask<Answer>(what: string, isTypedKept = true): Promise<Answer> {
    this.said.push(isTypedKept ? what : `${what} loses the form`);
    return new Promise((resolve) => {
      this.open.set(what, resolve as (answer: unknown) => void);
    });
  }
}

/** A companion with its surroundings, whose till is not open yet. */
export function companionWorld() {
  const clock = new VirtualClock();
  const page = new FakePage();
  const words = new FakeWords();
  const logged: string[] = [];
  const typed: { standing: GivenStanding } = { standing: 'nothing' };
  const log = (message: string) => void logged.push(message);
  const world = { choices: USUAL_WINDOW as FullWindowChoices, hasSaid: false, quits: 0 };
  const companion = new Companion({
    page,
    words,
    faults: new PageFaults(clock.monotonic),
    typed,
    clock,
    log: { info: log, warn: log, error: log },
    choices: () => world.choices,
    hasSaidTray: () => world.hasSaid,
    keepSaidTray: () => {
      world.hasSaid = true;
    },
    quit: () => {
      world.quits += 1;
    },
  });
  const answer = async (given: unknown) => {
    words.answer(given);
    await settled();
  };
  /** Whoever draws the tray may end without anybody being told: then `isSeen` is false, and `isThere` not yet. */
  const tray = {
    isThere: true,
    isSeen: true,
    look: async () => {
      const isOther = tray.isThere !== tray.isSeen;
      tray.isThere = tray.isSeen;
      if (isOther) companion.trayChanged();
      return tray.isThere;
    },
  };
  const begin = ({ hasTray = true, isHidden = false } = {}) => {
    tray.isSeen = hasTray;
    tray.isThere = hasTray;
    companion.begin({ tray, isHidden });
  };
  return { clock, page, words, typed, logged, world, tray, companion, answer, begin };
}

/** What was promised by now has happened. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
