import type { TFunction } from 'i18next';

/** The words of charts and tables. */
export interface OverviewWords {
  t: TFunction;
  /** A language tag. */
  language: string;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A time of so many seconds in its two largest units, the smaller one left out where it is none. */
export function durationOf(seconds: number, language: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const at = Math.max(
    0,
    UNITS.findIndex(([, size]) => whole >= size),
  );
  const first = whole === 0 ? UNITS.length - 1 : at;
  const parts: string[] = [];
  let left = whole;
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count === 0 && parts.length > 0) continue;
    parts.push(
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    );
  }
  return parts.join(' ');
}

/** A day (`2026-11-28`) as people write it. */
export function dayWords(day: string, language: string): string {
  // Noon has the same date wherever a clock is put forward.
  return new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' }).format(
    new Date(`${day}T12:00:00`),
  );
}

/** A moment (ms since 1970) with its day and minute. */
export function minuteWords(moment: number, language: string): string {
  return new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(moment);
}

/** An hour of the day and the next one, as `09:00–10:00`. */
export function hourWords(hour: number): string {
  const two = (number: number) => `${String(number).padStart(2, '0')}:00`;
  return `${two(hour)}–${two(hour + 1)}`;
}
