/** The last moment that has a name: a year behind it has more than four digits, and no start looks at such a folder. */
export const LAST_MOMENT = Date.UTC(10_000, 0) - 1;

/** Room for the names behind one (ms). */
const ROOM_MS = 1_000_000;

/**
 * What a folder is called that is set aside `now` (ms since 1970), or right behind it: a name that none of these has, also
 * with an ending, nor has in other letters, which are the same to Windows and macOS. However many somebody has put there,
 * each is looked at once.
 */
export function freeName(names: readonly string[], now: number): string {
  let at = Math.min(now, LAST_MOMENT - ROOM_MS);
  const { length } = nameAt(at);
  const taken = new Set(names.map((name) => name.slice(0, length).toUpperCase()));
  while (taken.has(nameAt(at).toUpperCase())) at += 1;
  return nameAt(at);
}

function nameAt(now: number): string {
  return `aside-${new Date(now).toISOString().replace(/[:.]/g, '-')}`;
}
