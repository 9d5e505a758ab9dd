/** As most names are: nothing has to be looked past but `_`, in far less time. */
const USUAL = /^[a-z0-9_]+$/;

/** Of so many signs at most the marks are put in order at once. */
const PIECE = /.{1,64}/gsu;

/**
 * What a lenient reader takes a name for: without case in whatever script, `_`, `-`, marks. Of one with more than `most` letters and
 * digits some more than that, not all. Piece by piece: to put marks in order takes the square of how many stand in a row, and 30,000 in one
 * name took a relay from every till for seconds.
 */
export function lettersOfName(name: string, most: number): string {
  if (USUAL.test(name)) return name.replaceAll('_', '');
  let letters = '';
  for (const piece of name.match(PIECE) ?? []) {
    letters += lettersIn(piece);
    if (letters.length > most) break;
  }
  return letters;
}

function lettersIn(piece: string): string {
  return piece
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '');
}
