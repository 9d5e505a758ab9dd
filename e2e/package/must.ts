import { isDeepStrictEqual } from 'node:util';
import { PlainFailure } from '../../dev/plainFailure.ts';

/** @throws PlainFailure with what should be so, and is not */
export function must(what: string, isSo: boolean, instead = ''): void {
  if (!isSo) throw new PlainFailure(`Not so: ${what}.${instead === '' ? '' : `\n${instead}`}`);
}

/** @throws PlainFailure with both values where they differ */
export function mustEqual(what: string, found: unknown, wanted: unknown): void {
  const shown = `found:  ${JSON.stringify(found)}\nwanted: ${JSON.stringify(wanted)}`;
  must(what, isDeepStrictEqual(found, wanted), shown);
}
