/**
 * A moment of a monotonic clock that may stand still while the PC sleeps: as much sooner, where it is still to come, as
 * the PC has slept. All are ms.
 */
export function sooner(at: number, now: number, slept: number): number {
  return at > now ? Math.max(now, at - slept) : at;
}
