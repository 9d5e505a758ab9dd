import { beforeEach, describe, expect, test } from 'vitest';
import { type FullWindowChoices, USUAL_WINDOW } from '../../app/settings/windowChoices.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Companion, type Page, type Words } from './companion.ts';
import { PageFaults } from './pageFaults.ts';

/** A window that notes what is done to it. */
class FakePage implements Page {
  state: 'none' | 'front' | 'behind' | 'hidden' | 'minimized' = 'none';
  readonly done: string[] = [];
  get isThere(): boolean {
    return this.state !== 'none';
  }
  isInFront = () => this.state === 'front';
  show(how: 'front' | 'minimized'): void {
    this.state = how;
  }
  hide(): void {
    if (this.isThere) this.state = 'hidden';
  }
  minimize(): void {
    if (this.isThere) this.state = 'minimized';
  }
  end(): void {
    this.state = 'none';
  }
  load = () => void this.done.push('load');
  crash = () => void this.done.push('crash');
  askForPhone = () => void this.done.push('phone');
}

/** Somebody who answers when a test says so. */
class FakeWords implements Words {
  readonly said: string[] = [];
  answer: (answer: never) => void = () => {};
  sayInTray = () => void this.said.push('in the tray');
  askClosing = () => this.#ask<'minimize' | 'quit' | 'stay'>('closing');
  askQuitting = () => this.#ask<boolean>('quitting');
  askAgain(signal: AbortSignal): Promise<'again' | 'quit'> {
    signal.addEventListener('abort', () => this.said.push('box gone'));
    return this.#ask('again');
  }
  #ask<Answer>(what: string): Promise<Answer> {
    this.said.push(what);
    return new Promise((resolve) => {
      this.answer = resolve as (answer: never) => void;
    });
  }
}

let clock: VirtualClock;
let page: FakePage;
let words: FakeWords;
let choices: FullWindowChoices;
let hasSaid: boolean;
let quits: number;
let logged: string[];
let companion: Companion;
beforeEach(() => {
  clock = new VirtualClock();
  page = new FakePage();
  words = new FakeWords();
  choices = USUAL_WINDOW;
  hasSaid = false;
  quits = 0;
  logged = [];
  const log = (message: string) => void logged.push(message);
  companion = new Companion({
    page,
    words,
    faults: new PageFaults(clock.monotonic),
    clock,
    log: { info: log, warn: log, error: log },
    choices: () => choices,
    hasSaidTray: () => hasSaid,
    keepSaidTray: () => {
      hasSaid = true;
    },
    quit: () => {
      quits += 1;
    },
  });
});

const settled = () => new Promise((resolve) => setImmediate(resolve));
const answer = async (given: unknown) => {
  words.answer(given as never);
  await settled();
};
const begin = (more: { hasTray?: boolean; isHidden?: boolean } = {}) =>
  companion.begin({ hasTray: true, isHidden: false, ...more });

describe('the window is closed:', () => {
  test('with a tray the till goes on, the page ends once what was typed is kept, and it is said once', async () => {
    begin();
    await companion.closeAsked();
    expect(page.state).toBe('hidden');
    await clock.pass(499);
    expect(page.state).toBe('hidden');
    await clock.pass(1);
    expect(page.state).toBe('none');
    companion.bringUp();
    await companion.closeAsked();
    await clock.pass(500);
    expect(page.state).toBe('none');
    expect(words.said).toEqual(['in the tray']);
    expect(quits).toBe(0);
  });

  test('whoever wants it back at once has the same page', async () => {
    begin();
    await companion.closeAsked();
    await clock.pass(200);
    companion.bringUp();
    await clock.pass(60_000);
    expect(page.state).toBe('front');
  });

  test.each([
    ['minimize', 'minimized', 0],
    ['quit', 'front', 1],
    ['stay', 'front', 0],
  ] as const)('without a tray it asks, and the answer is "%s"', async (given, state, ended) => {
    begin({ hasTray: false });
    const asking = companion.closeAsked();
    await companion.closeAsked();
    await answer(given);
    await asking;
    expect([page.state, quits]).toEqual([state, ended]);
    expect(words.said).toEqual(['closing']);
  });

  test('a kiosk stays', async () => {
    choices = { ...choices, kiosk: true };
    begin();
    await companion.closeAsked();
    await clock.pass(60_000);
    expect([page.state, quits, words.said]).toEqual(['front', 0, []]);
  });

  test('before the till is open the program ends', async () => {
    companion.bringUp();
    await companion.closeAsked();
    expect([page.state, quits]).toEqual(['none', 1]);
  });
});

describe('the hot key', () => {
  test('brings the window up with the focus in the phone field, and away again with its page', async () => {
    begin();
    page.state = 'behind';
    companion.press();
    expect([page.state, page.done]).toEqual(['front', ['phone']]);
    companion.press();
    expect([page.state, page.done]).toEqual(['hidden', ['phone']]);
    await clock.pass(14 * 60_000);
    expect(page.state).toBe('hidden');
    companion.press();
    await clock.pass(60 * 60_000);
    expect([page.state, page.done]).toEqual(['front', ['phone', 'phone']]);
  });

  test('gives the page’s memory back when nobody comes for a quarter of an hour', async () => {
    begin();
    companion.press();
    await clock.pass(15 * 60_000);
    expect(page.state).toBe('none');
    companion.press();
    expect(page.state).toBe('front');
  });

  test('minimises where no tray keeps the program in sight, and leaves a kiosk where it is', () => {
    begin({ hasTray: false });
    companion.press();
    expect(page.state).toBe('minimized');
    companion.press();
    choices = { ...choices, kiosk: true };
    companion.press();
    expect(page.state).toBe('front');
  });
});

describe('started with the session', () => {
  test.each([
    [{ hasTray: true }, 'none'],
    [{ hasTray: false }, 'minimized'],
  ] as const)('it shows nothing in front of anybody: %o', (given, state) => {
    begin({ isHidden: true, ...given });
    expect(page.state).toBe(state);
  });

  test('a kiosk is there, and so is a window that had to ask for the key', () => {
    choices = { ...choices, kiosk: true };
    begin({ isHidden: true });
    expect(page.state).toBe('front');
    choices = USUAL_WINDOW;
    page.state = 'behind';
    begin({ isHidden: true });
    expect(page.state).toBe('front');
  });
});

describe('quitting', () => {
  test('takes a yes, and asks once however often it is asked for', async () => {
    begin();
    void companion.quitAsked();
    void companion.quitAsked();
    void companion.closeAsked();
    expect(words.said).toEqual(['quitting']);
    await answer(false);
    expect(quits).toBe(0);
    void companion.quitAsked();
    await answer(true);
    expect(quits).toBe(1);
  });

  test('once it has begun nothing comes up any more', async () => {
    begin();
    companion.end();
    expect(page.state).toBe('hidden');
    companion.bringUp();
    companion.pageEnded('crashed');
    await clock.pass(60_000);
    void companion.quitAsked();
    expect([page.state, page.done, words.said]).toEqual(['hidden', [], []]);
    await companion.closeAsked();
    expect(page.state).toBe('none');
  });
});

describe('a page that dies', () => {
  test('is loaded again a second later', async () => {
    begin();
    companion.pageEnded('crashed');
    await clock.pass(999);
    expect(page.done).toEqual([]);
    await clock.pass(1);
    expect(page.done).toEqual(['load']);
    expect(logged).toEqual(['page ended']);
  });

  test('three times in a minute is tried again by a hand alone, and counts from nothing then', async () => {
    begin();
    for (const _ of [1, 2, 3]) {
      companion.pageEnded('crashed');
      await clock.pass(5_000);
    }
    expect([page.state, page.done, words.said]).toEqual(['none', ['load', 'load'], ['again']]);
    await answer('again');
    expect(page.state).toBe('front');
    companion.pageEnded('crashed');
    await clock.pass(1_000);
    expect(page.done).toEqual(['load', 'load', 'load']);
  });

  test('three times in more than a minute is loaded each time', async () => {
    begin();
    for (const _ of [1, 2, 3, 4]) {
      companion.pageEnded('crashed');
      await clock.pass(31_000);
    }
    expect(page.done).toEqual(['load', 'load', 'load', 'load']);
  });

  test('whoever brings the window up needs no box', async () => {
    begin();
    for (const _ of [1, 2, 3]) companion.pageEnded('crashed');
    companion.bringUp();
    expect(words.said).toEqual(['again', 'box gone']);
    expect(page.state).toBe('front');
    await answer('quit');
    expect(words.said).toEqual(['again', 'box gone']);
  });

  test('whoever wants to quit is asked about what waits, and who stays has the window', async () => {
    begin();
    for (const _ of [1, 2, 3]) companion.pageEnded('crashed');
    await answer('quit');
    expect(words.said).toEqual(['again', 'quitting']);
    await answer(false);
    expect([page.state, quits]).toEqual(['front', 0]);
  });
});

describe('a page that answers nothing', () => {
  test('is ended ten seconds after the system has said so', async () => {
    begin();
    companion.pageIsUnresponsive();
    await clock.pass(9_999);
    expect(page.done).toEqual([]);
    await clock.pass(1);
    expect(page.done).toEqual(['crash']);
  });

  test('and answers again in time lives', async () => {
    begin();
    companion.pageIsUnresponsive();
    await clock.pass(9_000);
    companion.pageIsResponsive();
    await clock.pass(60_000);
    expect(page.done).toEqual([]);
  });
});
