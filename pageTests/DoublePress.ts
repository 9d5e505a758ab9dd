import type { Page } from './Page.ts';

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** From the first press to the second one of a hand that presses twice (ms). */
const GAP_MS = 180;

/** Who presses again sooner than this (ms) has not looked: `READ_FIRST_MS` of the page. */
const LOOK_MS = 500;

/** A hand that presses the same place twice, with a mouse or a finger, whatever comes up there in between. */
export class DoublePress {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What is pressed of an element: of a box its words as well. Null where it is not in the window. */
  box(testId: string): Promise<Box | null> {
    return this.#page.evaluate(`(() => {
      const found = document.querySelector('[data-testid="${testId}"]');
      if (!found) return null;
      const { left, top, right, bottom } = (found.closest('label') ?? found).getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight ? [left, top, right, bottom] : null;
    })()`);
  }

  /** The middle of what two elements have in common; they need not be there at the same time. */
  common(one: Box | null, other: Box | null): readonly [x: number, y: number] {
    if (one === null || other === null) throw new Error('out of sight');
    const left = Math.max(one[0], other[0]);
    const top = Math.max(one[1], other[1]);
    const right = Math.min(one[2], other[2]);
    const bottom = Math.min(one[3], other[3]);
    if (right - left < 4 || bottom - top < 4) throw new Error('they have no place in common');
    return [(left + right) / 2, (top + bottom) / 2];
  }

  async ofFinger([x, y]: readonly [number, number], gapMs = GAP_MS): Promise<void> {
    await this.#page.hasLooked();
    const { browser } = this.#page;
    await browser.call('Emulation.setTouchEmulationEnabled', { enabled: true });
    await twice(gapMs, async (_tap, timestamp) => {
      for (const [type, touchPoints] of [
        ['touchStart', [{ x, y }]],
        ['touchEnd', []],
      ])
        await browser.call('Input.dispatchTouchEvent', { type, touchPoints, timestamp });
    });
    await browser.call('Emulation.setTouchEmulationEnabled', { enabled: false });
  }

  async ofMouse([x, y]: readonly [number, number], gapMs = GAP_MS): Promise<void> {
    await this.#page.hasLooked();
    await twice(gapMs, async (clickCount, timestamp) => {
      for (const type of ['mousePressed', 'mouseReleased']) {
        const event = { type, x, y, button: 'left', clickCount, timestamp };
        await this.#page.browser.call('Input.dispatchMouseEvent', event);
      }
    });
  }
}

/**
 * Presses twice. The second press of a quick hand says itself when it came (s since 1970): a busy PC gets round to it late,
 * and it is a quick one all the same. Whoever looks in between does so for that long at least.
 */
async function twice(
  gapMs: number,
  press: (clickCount: number, timestamp?: number) => Promise<void>,
): Promise<void> {
  const first = Date.now();
  await press(1);
  await pause(gapMs);
  await press(2, gapMs < LOOK_MS ? (first + gapMs) / 1000 : undefined);
  await pause(gapMs);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
