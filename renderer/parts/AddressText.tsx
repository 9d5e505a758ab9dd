import { Fragment } from 'react';
import { breakPlaces } from '../i18n/breakPlaces.ts';

/** A text that may have addresses in it: a line of it ends behind one of their signs, and in the middle of no word. */
export function AddressText({ text }: { text: string }) {
  return breakPlaces(text).map((piece, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces have no other name, and come and go together
    <Fragment key={place}>
      {place > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
}
