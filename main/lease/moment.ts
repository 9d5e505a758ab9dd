import type { Clock } from '../clock/clock.ts';

/** A moment by both clocks: the monotonic one stands still while some PCs sleep, the wall clock may be set. */
export interface Moment {
  wall: number;
  monotonic: number;
}

export type Clocks = Pick<Clock, 'now' | 'monotonic'>;

export function momentOf(clock: Clocks): Moment {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}

/** Ms that may have passed since: by the clock that says more of it. One that was set back says as much as one set ahead. */
export function since(moment: Moment, clock: Clocks): number {
  return Math.max(clock.monotonic() - moment.monotonic, Math.abs(clock.now() - moment.wall));
}
