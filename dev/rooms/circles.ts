/** What points at what. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Ways that lead back to where they began, none if the graph has no circle: `[a, b]` where a points at b and b at a.
 * Of circles that share a place one is named; the others show when that one is gone.
 */
export function circlesIn(graph: Graph): string[][] {
  const circles: string[][] = [];
  const left = new Map(graph);
  for (const place of graph.keys()) {
    const circle = left.has(place) ? wayBack(left, place) : null;
    if (circle === null) continue;
    circles.push(circle);
    for (const one of circle) left.delete(one);
  }
  return circles;
}

/** The shortest way from a place back to itself, or null. */
function wayBack(graph: Graph, start: string): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  // An array is gone through to its end as it grows.
  for (const place of queue) {
    for (const next of graph.get(place) ?? []) {
      if (next === start) return wayTo(place, start, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, place);
      queue.push(next);
    }
  }
  return null;
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let at = end; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    way.unshift(at);
  }
  return way;
}
