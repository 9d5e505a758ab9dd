/** In the environment of a run, where `npm run test:whole` puts `whole`. */
export const DEPTH = 'TILLSIDE_TEST_DEPTH';

/**
 * How deep a run of the tests goes. Every test runs at either depth, and proves the same; what has no end, as random
 * sequences, or takes its time by being done over and over, as every state of the page in every look, is done less often
 * in `npm test`.
 */
export const isWhole = saysWhole(process.env);

export function saysWhole({ [DEPTH]: said }: NodeJS.ProcessEnv): boolean {
  return said === 'whole';
}

/** What a run at its present depth takes of a number of repetitions, or of a list of what is repeated. */
export function atDepth<Amount>({ whole, short }: { whole: Amount; short: Amount }): Amount {
  return isWhole ? whole : short;
}
