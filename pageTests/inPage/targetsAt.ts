export interface Spot {
  id: string;
  x: number;
  y: number;
}

/** Runs inside the page: it may use nothing from outside its own body. What may be pressed, each with its middle. */
export function findSpots(): Spot[] {
  const spots: Spot[] = [];
  for (const control of document.querySelectorAll<HTMLElement>('button, input, select, textarea')) {
    // What stands in these has come with a state, and goes with it.
    if (control.closest('.result, .scan-spot, .banners, .recent ol, dialog')) continue;
    const area = control.closest('label') ?? control;
    const { x, y, width, height } = area.getBoundingClientRect();
    const id = control.dataset.testid;
    const spot = { id: id ?? '', x: x + width / 2, y: y + height / 2 };
    const top = document.elementFromPoint(spot.x, spot.y);
    if (id !== undefined && top !== null && area.contains(top)) spots.push(spot);
  }
  return spots;
}

/** Runs inside the page: of these spots, those where a finger would now meet something else. */
export function findMoved(spots: readonly Spot[]): string[] {
  return spots.flatMap(({ id, x, y }) => {
    const control = document.querySelector(`[data-testid="${id}"]`);
    const area = control?.closest('label') ?? control;
    const top = document.elementFromPoint(x, y);
    if (area && top && area.contains(top)) return [];
    const now = top?.closest('[data-testid]')?.getAttribute('data-testid');
    return [`${id} at ${Math.round(x)}, ${Math.round(y)}: ${now ?? top?.className ?? 'nothing'}`];
  });
}
