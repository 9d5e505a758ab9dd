const UNITS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
type Unit = keyof typeof UNITS;

/** `10m,1d` as seconds, in ascending order; null where it is something else. */
export function readAges(text: string): number[] | null {
  const ages = text.split(',').map((part) => {
    const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(part.trim()) ?? [];
    return Number(count) * (UNITS[unit as Unit] ?? 0);
  });
  if (ages.some((age) => age < 1)) return null;
  return [...new Set(ages)].sort((one, other) => one - other);
}

/** Seconds as somebody says them, in the largest unit that fits. */
export function shownAge(seconds: number): string {
  const [unit, size] = (Object.entries(UNITS) as [Unit, number][]).reduce((best, one) =>
    seconds >= one[1] ? one : best,
  );
  return `${Number((seconds / size).toFixed(1))} ${unit}`;
}
