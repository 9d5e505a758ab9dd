/** Of one argument: several times what the longest list of operators has, and more than the longest provisioning. */
const MAX_VALUES = 5_000;
/** Names and texts together (UTF-16 units): far more than any form holds. */
const MAX_CHARACTERS = 1_000_000;

/**
 * Whether an argument is larger than any that our page makes, or holds what none of them does; the same is asked about
 * a provisioning file. Asked before the schema is: that looks at every value of a list before it finds it too long, and keeps a complaint for each, so a message of
 * 3 MB held the main process for 27 s. Looks at no more than it allows.
 */
export function isTooLarge(argument: unknown): boolean {
  return sizeOf(argument) === null;
}

/** Values and characters of an argument together, or null where it is too large. */
export function sizeOf(argument: unknown): number | null {
  let values = 0;
  let characters = 0;
  const left: unknown[] = [argument];
  while (left.length > 0) {
    const value = left.pop();
    values += 1;
    if (typeof value === 'string') characters += value.length;
    if (!isPlain(value)) return null;
    // Also one of holes alone.
    if (Array.isArray(value) && value.length > MAX_VALUES) return null;
    if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        characters += key.length;
        left.push((value as Record<string, unknown>)[key]);
        if (values + left.length > MAX_VALUES) return null;
      }
    }
    if (values > MAX_VALUES || characters > MAX_CHARACTERS) return null;
  }
  return values + characters;
}

/** What JSON has, and what is missing. All else, such as bytes, maps and errors, can hold any amount without a key for it. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object') return typeof value !== 'bigint';
  // By name: what the bridge hands over may have been made in another world of the page.
  return ['[object Null]', '[object Object]', '[object Array]'].includes(
    Object.prototype.toString.call(value),
  );
}
