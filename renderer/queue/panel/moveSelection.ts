/**
 * Where a key goes in a list, as an index, or null for a key that does not move. `page`: rows that are
 * seen at once.
 */
export function moveSelection(
  key: string,
  now: number | null,
  count: number,
  page: number,
): number | null {
  if (count === 0) return null;
  const within = (index: number) => Math.min(Math.max(index, 0), count - 1);
  switch (key) {
    case 'ArrowDown':
      return within(now === null ? 0 : now + 1);
    case 'ArrowUp':
      return within(now === null ? 0 : now - 1);
    case 'PageDown':
      return within((now ?? 0) + page);
    case 'PageUp':
      return within((now ?? 0) - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
