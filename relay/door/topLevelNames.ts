/**
 * The names of an object's members, in their order and as often as they are there: `JSON.parse` keeps the last of each
 * alone. `json` is a text that `JSON.parse` takes and that is an object.
 */
export function topLevelNames(json: string): string[] {
  return placesOfNames(json, Number.POSITIVE_INFINITY).map(([start, end]) =>
    nameIn(json, start, end),
  );
}

/** Whether it has more names than `most`, each as often as it is there: told without taking anything apart, of any text. */
export function hasMoreNames(json: string, most: number): boolean {
  return placesOfNames(json, most + 1).length > most;
}

/** Where each stands, quotes included: of the first `most` alone. */
function placesOfNames(json: string, most: number): [start: number, end: number][] {
  const places: [number, number][] = [];
  let depth = 0;
  let isName = false;
  for (let at = 0; at < json.length && places.length < most; at += 1) {
    const sign = json[at];
    if (sign === '"') {
      const end = endOfString(json, at);
      if (isName) places.push([at, end]);
      isName = false;
      at = end - 1;
    } else if (sign === '{' || sign === '[') {
      depth += 1;
      isName = depth === 1;
    } else if (sign === '}' || sign === ']') depth -= 1;
    else if (sign === ',') isName = depth === 1;
  }
  return places;
}

/** `JSON.parse` of a text takes many times as long as to take it as it is. */
function nameIn(json: string, start: number, end: number): string {
  const text = json.slice(start + 1, end - 1);
  return text.includes('\\') ? (JSON.parse(json.slice(start, end)) as string) : text;
}

/** Behind the quote that ends the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
