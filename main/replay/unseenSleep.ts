import type { GatewayTimeOptions } from './gatewayTime.ts';

/** Two times that answers have shown, and a clock on the wall, agree to this (ms); no other sleep is of weight. */
const AGREED_MS = 10 * 60_000;

/**
 * A sleep that nothing reports (no session bus): what answers show and the clock on the wall have both gone on by as much
 * more than the steady clock. Where only one of them has, that one was set, or is wrong.
 */
export class UnseenSleep {
  readonly #options: GatewayTimeOptions;
  #shown: { atGateway: number; onWall: number } | null = null;

  constructor(options: GatewayTimeOptions) {
    this.#options = options;
  }

  /** A sleep that was reported counts there. */
  forget(): void {
    this.#shown = null;
  }

  /**
   * An answer has shown the time just now. Where the PC has slept since one has shown it before, gives what the clock on the
   * wall was ahead of the steady one at the most until then (ms), else null.
   */
  seenNow(): number | null {
    const { clock, gatewayClock } = this.#options;
    const monotonic = clock.monotonic();
    const before = this.#shown;
    this.#shown = { atGateway: gatewayClock.now() - monotonic, onWall: clock.now() - monotonic };
    if (before === null) return null;
    const atGateway = this.#shown.atGateway - before.atGateway;
    const onWall = this.#shown.onWall - before.onWall;
    const hasSlept = atGateway > AGREED_MS && Math.abs(atGateway - onWall) <= AGREED_MS;
    return hasSlept ? this.#shown.onWall - onWall / 2 : null;
  }
}
