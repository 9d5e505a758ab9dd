import { focusLastField } from './lastField.ts';

/** What takes the focus of a press for a good reason: it is typed in, chosen from, or lies over the form. */
const TAKES_FOCUS = 'input, textarea, select, dialog, [role="dialog"], [role="menu"]';

/**
 * A press on a button, a list or blank space of the counter leaves the focus in the field that has it: what is typed
 * next goes on there. Keys (Tab) move the focus as ever.
 */
export function keepFocusInField(): () => void {
  const onPress = (event: MouseEvent) => {
    const { target } = event;
    if (!(target instanceof Element) || target.closest('.screen') === null) return;
    if (target.closest(TAKES_FOCUS) !== null) return;
    event.preventDefault();
    if (document.activeElement === document.body) focusLastField();
  };
  window.addEventListener('mousedown', onPress);
  return () => window.removeEventListener('mousedown', onPress);
}
