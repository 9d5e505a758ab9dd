/**
 * A call that is held leaves no later than this after its moment (ms). Where the relay itself has stood still (stopped, or without a
 * processor), all that it holds would else leave at once, beside what has its moment then, and before it hears who has gone.
 */
const LATEST = 1_000;

/** Waits so many ms, until the moment that a call was given: whoever called is there still, or gone; or that moment has long passed. */
export async function holdCall(
  milliseconds: number,
  hold: (milliseconds: number) => Promise<boolean>,
  monotonic: () => number,
): Promise<'there' | 'gone' | 'late'> {
  const from = monotonic();
  if (!(await hold(milliseconds))) return 'gone';
  return monotonic() - from - milliseconds > LATEST ? 'late' : 'there';
}
