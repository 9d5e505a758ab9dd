/** A failure whose message says everything that whoever is at the terminal needs: shown without a stack. */
export class PlainFailure extends Error {
  override name = 'PlainFailure';
}
