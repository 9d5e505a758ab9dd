const PLATFORM_ZONE = 8 * 60 * 60 * 1_000;

/** `yyyy-MM-dd HH:mm:ss` in the platform's zone, GMT+8. `time`: ms since 1970. */
export function timestampOf(time: number): string {
  return new Date(time + PLATFORM_ZONE).toISOString().slice(0, 19).replace('T', ' ');
}
