/** A moment as people write it here: `2026-11-28 12:00 UTC`. `time`: ms since 1970. */
export function dayOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
