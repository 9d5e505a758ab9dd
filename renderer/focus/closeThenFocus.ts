import { flushSync } from 'react-dom';

/**
 * Closes what lies over the form and then moves the focus. In this order: a dialog that goes gives the focus back by
 * itself, and while it is still in the document the caret stays in it. The field then looks focused and hears no key.
 */
export function closeThenFocus(close: () => void, focus: () => void): void {
  flushSync(close);
  document.getSelection()?.removeAllRanges();
  focus();
}
