import type { SyntheticEvent } from 'react';

/** A key that leaves a list of choices as it is. */
const LEAVING = ['Tab', 'Escape'];

/**
 * What a form hears while its content is being stored: nothing is pressed or chosen in it, since that would be neither
 * in what is stored nor on the screen afterwards. The focus stays, for whoever goes on after a refusal. Texts are
 * read-only by themselves (`TextField`).
 */
export function unchangedWhile(isStoring: boolean) {
  if (!isStoring) return {};
  const refuse = (event: SyntheticEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const refuseInList = (event: SyntheticEvent) => {
    if (event.target instanceof HTMLSelectElement) event.preventDefault();
  };
  return {
    onClickCapture: refuse,
    onMouseDownCapture: refuseInList,
    onKeyDownCapture: (event: SyntheticEvent<HTMLFormElement, KeyboardEvent>) => {
      if (!LEAVING.includes(event.nativeEvent.key)) refuseInList(event);
    },
  };
}
