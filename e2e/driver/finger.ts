import { untilLooked } from './spectron.ts';
import type { RunningApp } from './startApp.ts';

/**
 * A finger on the touch screen. The driver's own pointer actions refuse every pointer but a mouse (no
 * ChromeDriver is in between that would take another), so the window gets the touch itself, and makes of
 * it what it makes of a finger, down to the click.
 */
export class Finger {
  readonly #app: RunningApp;

  constructor(app: RunningApp) {
    this.#app = app;
  }

  async tap(testId: string): Promise<void> {
    await untilLooked(this.#app.client);
    const point = await this.#app.client.execute((id) => {
      const element = document.querySelector(`[data-testid="${id}"]`);
      if (element === null) throw new Error(`nothing to tap: ${id}`);
      element.scrollIntoView({ block: 'nearest' });
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }, testId);
    await this.#app.devtools('Emulation.setTouchEmulationEnabled', { enabled: true });
    await this.#touch('touchStart', [point]);
    await this.#touch('touchEnd', []);
  }

  async #touch(type: 'touchStart' | 'touchEnd', touchPoints: { x: number; y: number }[]) {
    await this.#app.devtools('Input.dispatchTouchEvent', { type, touchPoints });
  }
}
