/** A failure whose message says everything the person at the terminal needs: shown without a stack. */
export class PlainFailure extends Error {
  override name = 'PlainFailure';
}
