import type { Chromium } from './Chromium.ts';
import { Keyboard } from './Keyboard.ts';

const KEYS: Record<string, { code: string; keyCode: number; text?: string }> = {
  Enter: { code: 'Enter', keyCode: 13, text: '\r' },
  Tab: { code: 'Tab', keyCode: 9 },
  Escape: { code: 'Escape', keyCode: 27 },
  Backspace: { code: 'Backspace', keyCode: 8 },
  Delete: { code: 'Delete', keyCode: 46 },
  ArrowLeft: { code: 'ArrowLeft', keyCode: 37 },
  ArrowRight: { code: 'ArrowRight', keyCode: 39 },
  Space: { code: 'Space', keyCode: 32, text: ' ' },
  Shift: { code: 'ShiftLeft', keyCode: 16 },
  F2: { code: 'F2', keyCode: 113 },
  F3: { code: 'F3', keyCode: 114 },
  F4: { code: 'F4', keyCode: 115 },
  F5: { code: 'F5', keyCode: 116 },
  F6: { code: 'F6', keyCode: 117 },
  F7: { code: 'F7', keyCode: 118 },
  F8: { code: 'F8', keyCode: 119 },
  F10: { code: 'F10', keyCode: 121 },
  F9: { code: 'F9', keyCode: 120 },
  F11: { code: 'F11', keyCode: 122 },
  F12: { code: 'F12', keyCode: 123 },
  ArrowUp: { code: 'ArrowUp', keyCode: 38 },
  ArrowDown: { code: 'ArrowDown', keyCode: 40 },
  PageUp: { code: 'PageUp', keyCode: 33 },
  PageDown: { code: 'PageDown', keyCode: 34 },
  Home: { code: 'Home', keyCode: 36 },
  End: { code: 'End', keyCode: 35 },
};

export interface PressOptions {
  repeat?: boolean;
  shift?: boolean;
  ctrl?: boolean;
  alt?: boolean;
}

/** What somebody does at the page, and what there is to see. */
export class Page {
  readonly browser: Chromium;
  readonly keyboard: Keyboard;

  constructor(browser: Chromium) {
    this.browser = browser;
    this.keyboard = new Keyboard((method, params) => browser.call(method, params), true);
  }

  async open(url: string): Promise<void> {
    await this.browser.call('Page.enable');
    const loaded = this.browser.next('Page.loadEventFired');
    await this.browser.call('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression in the page, as JSON. Promises are awaited. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.browser.call('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: T }).value;
  }

  /** Waits until an expression is true. */
  async until(expression: string, milliseconds = 5000): Promise<void> {
    const end = Date.now() + milliseconds;
    // Asked in the page: a call of the protocol for each look takes the two processes longer than the page itself.
    const cameTrue = () =>
      this.evaluate<boolean>(`(async () => {
        const end = performance.now() + ${Math.max(0, end - Date.now())};
        while (!(${expression})) {
          if (performance.now() > end) return false;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        return true;
      })()`).catch(isReloading);
    while (!(await cameTrue())) {
      if (Date.now() > end) throw new Error(`never came true: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async press(key: string, options: PressOptions = {}): Promise<void> {
    const { code, keyCode, text } = KEYS[key] ?? {
      code: `Digit${key}`,
      keyCode: key.charCodeAt(0),
      text: key,
    };
    await this.keyboard.strike({
      key: key === 'Space' ? ' ' : key,
      code,
      windowsVirtualKeyCode: keyCode,
      modifiers: (options.alt ? 1 : 0) + (options.ctrl ? 2 : 0) + (options.shift ? 8 : 0),
      autoRepeat: options.repeat ?? false,
      ...(text === undefined ? {} : { text }),
    });
  }

  async type(keys: string): Promise<void> {
    for (const key of keys) await this.press(key);
  }

  /** Text that comes whole, as from an input method. */
  async insert(text: string): Promise<void> {
    await this.keyboard.insert(text);
  }

  /** As by Tab, wherever the caret was. */
  focus(testId: string): Promise<void> {
    return this.evaluate(`document.querySelector('[data-testid="${testId}"]').focus()`);
  }

  /** By a hand that has seen what it presses. Several clicks are one press too many. */
  async click(testId: string, clicks = 1): Promise<void> {
    await this.hasLooked();
    const [x, y] = await this.#middleOf(testId);
    for (let clickCount = 1; clickCount <= clicks; clickCount += 1) {
      for (const type of ['mousePressed', 'mouseReleased']) {
        const event = { type, x, y, button: 'left', clickCount };
        await this.browser.call('Input.dispatchMouseEvent', event);
      }
    }
  }

  /** A picture (PNG) of what is shown. */
  async picture(): Promise<Buffer> {
    const { data } = await this.browser.call('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(String(data), 'base64');
  }

  /** A tap of a finger: the browser makes the click of it itself, as on a touch screen. */
  async tap(testId: string): Promise<void> {
    await this.hasLooked();
    const [x, y] = await this.#middleOf(testId);
    await this.browser.call('Emulation.setTouchEmulationEnabled', { enabled: true });
    const touchPoints = [{ x, y }];
    await this.browser.call('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await this.browser.call('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await this.browser.call('Emulation.setTouchEmulationEnabled', { enabled: false });
  }

  /** Somebody has seen what the last press has made, and had the time to look: what is pressed before counts for nobody. */
  async hasLooked(): Promise<void> {
    await this.evaluate(`(async () => {
      await new Promise(requestAnimationFrame);
      while (document.documentElement.hasAttribute('data-just-changed'))
        await new Promise((resolve) => setTimeout(resolve, 10));
    })()`);
  }

  focused(): Promise<string | null> {
    return this.evaluate('document.activeElement.dataset.testid ?? null');
  }

  #middleOf(testId: string): Promise<[number, number]> {
    return this.evaluate(
      `(() => { const e = ${find(testId)}; e.scrollIntoView({ block: 'nearest' });
        const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`,
    );
  }

  value(testId: string): Promise<string> {
    return this.evaluate(`${find(testId)}.value`);
  }

  text(testId: string): Promise<string | null> {
    return this.evaluate(`${find(testId)}?.textContent ?? null`);
  }
}

function find(testId: string): string {
  return `document.querySelector('[data-testid="${testId}"]')`;
}

/** A page that is just being loaded anew has no answer yet; anything else that is thrown is a mistake. */
function isReloading(error: unknown): false {
  if (error instanceof Error && error.message.includes('Inspected target navigated')) return false;
  throw error;
}
