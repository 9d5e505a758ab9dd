import { takesText } from './fieldMemory.ts';
import { quietly } from './quietly.ts';

const FIELD = '.form .field :is(input, textarea, select)';

const HANDS = ['keydown', 'pointerdown', 'input'] as const;

interface LastField {
  control: HTMLElement;
  /** Where the caret stood when it was left, or null: it has not been left, or has none. */
  selection: readonly [start: number, end: number] | null;
  /** A hand was in it since. Between two dialogs the focus comes by, without the caret. */
  isUsed: boolean;
}

/** One page, one form, one hand. */
let last: LastField | null = null;

/** Remembers the field of the form that a hand was in; what is opened over the form gives the focus back to it. */
export function watchLastField(): () => void {
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || !target.matches(FIELD)) return;
    if (last?.control !== target) last = { control: target, selection: null, isUsed: true };
  };
  const onLeave = ({ target }: FocusEvent) => {
    if (!takesText(target) || last?.control !== target || !last.isUsed) return;
    last.selection = [target.selectionStart ?? 0, target.selectionEnd ?? 0];
    last.isUsed = false;
  };
  const onHand = () => {
    if (last !== null && last.control === document.activeElement) last.isUsed = true;
  };
  window.addEventListener('focusin', onFocus);
  window.addEventListener('focusout', onLeave);
  for (const hand of HANDS) window.addEventListener(hand, onHand, { capture: true });
  return () => {
    last = null;
    window.removeEventListener('focusin', onFocus);
    window.removeEventListener('focusout', onLeave);
    for (const hand of HANDS) window.removeEventListener(hand, onHand, { capture: true });
  };
}

/** Whether this is the field that `focusLastField` goes to. */
export function isLastField(element: Element | null): boolean {
  return element !== null && last?.control === element;
}

/** The next customer begins with the phone number, wherever the hand was with the one before. */
export function forgetLastField(): void {
  last = null;
}

/**
 * The focus, and the caret, are where they were: in the field that was left last, at first in the phone number. A dialog
 * that goes may have given the focus back already, but not the caret.
 */
export function focusLastField(): void {
  if (!last?.control.isConnected) {
    document.getElementsByName('mobile')[0]?.focus();
    return;
  }
  const { control, selection } = last;
  // A field that has the focus, but not the caret, gets none by being given the focus once more.
  if (document.activeElement === control) quietly(() => control.blur());
  control.focus();
  if (selection !== null && takesText(control)) control.setSelectionRange(...selection);
}
