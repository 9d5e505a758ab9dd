import { type Damage, encodeLine, MAXIMUM_LENGTH_DIGITS } from './journalLine.ts';
import { encodeErase } from './saveCodec.ts';

/** Changes whose numbers are missing between two lines of a journal. */
export interface Gap {
  /** The first number that is missing, and how many are. */
  first: number;
  count: number;
  /** Where the line in front ends, and the one behind begins to say something (bytes). */
  from: number;
  to: number;
}

/** What is to stand in a gap, in the place of what cannot be read there. */
export interface Filler {
  /** Position in the journal (bytes). */
  at: number;
  bytes: Buffer;
}

/** A journal as a start has read it. */
export interface FoundJournal {
  name: string;
  /** For the gaps within its last flush, which never was acknowledged as far as anybody knows. */
  fillers: readonly Filler[];
}

/** No save has this id: erasing it says nothing. */
const NOBODY = '-';

/**
 * Lines that say nothing, with the missing numbers, for the damaged places of these gaps: whoever reads them finds no gap,
 * and every byte of every other line where it was. Empty where one of the gaps has no such place, or too small a one:
 * lines were cut out then, and not torn.
 */
export function fillersFor(gaps: readonly Gap[], damage: readonly Damage[]): Filler[] {
  const fillers: Filler[] = [];
  let at = 0;
  for (const gap of gaps) {
    // Both are in the order of the file: nobody who makes ever so many has each look at all.
    let place = damage[at];
    while (place !== undefined && place.from < gap.from) {
      at += 1;
      place = damage[at];
    }
    if (place === undefined || place.to > gap.to) return [];
    const bytes = linesOf(gap, place.to - place.from);
    if (bytes === null) return [];
    fillers.push({ at: place.from, bytes });
  }
  return fillers;
}

/** Exactly so many bytes, or null where the lines need more. */
function linesOf({ first, count }: Gap, length: number): Buffer | null {
  let text = '';
  for (let number = first; number < first + count; number += 1) {
    const isLast = number === first + count - 1;
    const missing = isLast ? length - text.length - lineOf(number, NOBODY).length : 0;
    if (missing < 0 || text.length > length) return null;
    text += lineOf(number, NOBODY.repeat(missing + 1));
  }
  return Buffer.from(text);
}

/** Said to belong to the flush of the line in front, as the lines behind do: what is missing there is judged as before. */
function lineOf(number: number, id: string): string {
  // The same number of digits for every length, so that each byte more makes the line one byte longer.
  return encodeLine(encodeErase(number, id, false), MAXIMUM_LENGTH_DIGITS);
}
