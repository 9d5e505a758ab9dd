/** How often something has been set, as the lines tell. */
export interface Revision {
  /** Of what held last. */
  last: number;
  /** Of all that ever were. */
  highest: number;
}

/** After one more line. */
export function counted(before: Revision, last: number | undefined): Revision {
  return last === undefined ? before : { last, highest: Math.max(before.highest, last) };
}

/** After a file has begun that remembers this. */
export function remembering(before: Revision, remembered: Revision | undefined): Revision {
  if (remembered === undefined) return before;
  const { last, highest } = remembered;
  return { last, highest: Math.max(before.highest, highest) };
}
