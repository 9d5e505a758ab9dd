const GMT8_OFFSET_MS = 8 * 60 * 60 * 1_000;

/** `yyyy-MM-dd HH:mm:ss` in GMT+8, whatever zone the PC is in. `at` is ms since 1970. */
export function gatewayTimestamp(at: number): string {
  return new Date(at + GMT8_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}
