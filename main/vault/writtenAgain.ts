/**
 * The JSON text of what was read from one, for the MAC over it; null where that is no value, or lists in lists so deep that
 * nobody has written it here. What has such a MAC is looked at by its schema afterwards: of ever so many values that are wrong
 * a schema tells each, for which there is no room.
 */
export function writtenAgain(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
