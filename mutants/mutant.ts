/** One small mistake in a file's text. Positions count UTF-16 units, as strings do. */
export interface Change {
  kind: string;
  start: number;
  end: number;
  put: string;
  /**
   * What is evaluated where the mistake takes effect. The run is told there that it was reached: of an
   * expression by a comma before it, of a statement by a statement before it.
   */
  scope: { start: number; end: number; is: 'expression' | 'statement' };
}

/** A change with everything that somebody needs to find it, and that finds it again after an edit elsewhere. */
export interface Mutant extends Change {
  /** From the project's root, with slashes. */
  file: string;
  line: number;
  /** The nearest function, method or constant around it. */
  place: string;
  /** The lines that it touches, on one line. */
  before: string;
  after: string;
}

/** Written into a file when the mutated spot is evaluated, in whichever process that happens. */
export const REACHED = 'TILLSIDE_MUTANT_REACHED';

/**
 * On the first line, so that all lines keep their numbers. Imports are evaluated before it all the same. Written
 * once: a spot that is evaluated a million times is not to look like a loop without end.
 */
const ON_REACHED = `globalThis.mutantReached ??= () => { globalThis.mutantReached = () => {}; process.getBuiltinModule('node:fs').writeFileSync(process.env.${REACHED}, ''); }; `;

/** The file with the mistake in it, as somebody would have written it: what the compiler judges. */
export function mutated(text: string, { start, end, put }: Change): string {
  return text.slice(0, start) + put + text.slice(end);
}

/** The same, telling that it was reached: what the tests run. */
export function mutatedAndTold(text: string, change: Change): string {
  const { start, end } = change.scope;
  const inside =
    text.slice(start, change.start) +
    change.put +
    text.slice(change.end, Math.max(end, change.end));
  const told =
    change.scope.is === 'expression'
      ? `(globalThis.mutantReached?.(), ${inside})`
      : `{ globalThis.mutantReached?.(); ${inside} }`;
  return ON_REACHED + text.slice(0, start) + told + text.slice(Math.max(end, change.end));
}
