export interface Age {
  unit: 'now' | 'minutes' | 'hours' | 'days';
  count: number;
}

const MINUTE = 60_000;

/** How long ago, in the unit that somebody would use. Both in ms since 1970; a future is "now". */
export function ageOf(since: number, now: number): Age {
  const minutes = Math.floor((now - since) / MINUTE);
  if (minutes < 1) return { unit: 'now', count: 0 };
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return { unit: 'hours', count: hours };
  return { unit: 'days', count: Math.floor(hours / 24) };
}

/** A clock's error in a unit that somebody would use. */
export function offsetOf(seconds: number): {
  unit: 'seconds' | 'minutes' | 'hours';
  count: number;
} {
  const size = Math.abs(seconds);
  if (size < 120) return { unit: 'seconds', count: Math.round(size) };
  if (size < 7200) return { unit: 'minutes', count: Math.round(size / 60) };
  return { unit: 'hours', count: Math.round(size / 3600) };
}
