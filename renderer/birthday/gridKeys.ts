/** Where an arrow key, Home or End goes in a grid of `count` buttons; null for any other key. */
export function nextInGrid(
  key: string,
  index: number,
  count: number,
  columns: number,
): number | null {
  const clamp = (next: number) => (next < 0 || next >= count ? index : next);
  switch (key) {
    case 'ArrowRight':
      return clamp(index + 1);
    case 'ArrowLeft':
      return clamp(index - 1);
    case 'ArrowDown':
      return clamp(index + columns);
    case 'ArrowUp':
      return clamp(index - columns);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
