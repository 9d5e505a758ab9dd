/** Behind these an address or a path goes on. */
const BEHIND_SIGNS = /(?<=[/\\.?&])(?=[^/\\.?&\s])/;

/** The pieces of a text between which a line may end: a long address is read piece by piece, and no word of it is cut. */
export function breakPlaces(text: string): string[] {
  return text.split(BEHIND_SIGNS);
}
