import { takesText } from './fieldMemory.ts';

const FIELD = '.form .field :is(input, textarea, select)';

interface LastField {
  control: HTMLElement;
  /** Where the caret stood when it was left, or null: it has not been left, or has none. */
  selection: readonly [start: number, end: number] | null;
}

/** One page, one form, one hand. */
let last: LastField | null = null;

/** Remembers the field of the form that a hand was in; what is opened over the form gives the focus back to it. */
export function watchLastField(): () => void {
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || !target.matches(FIELD)) return;
    if (last?.control !== target) last = { control: target, selection: null };
  };
  const onLeave = ({ target }: FocusEvent) => {
    if (!takesText(target) || last?.control !== target) return;
    last.selection = [target.selectionStart ?? 0, target.selectionEnd ?? 0];
  };
  window.addEventListener('focusin', onFocus);
  window.addEventListener('focusout', onLeave);
  return () => {
    last = null;
    window.removeEventListener('focusin', onFocus);
    window.removeEventListener('focusout', onLeave);
  };
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
  control.focus();
  if (selection !== null && takesText(control)) control.setSelectionRange(...selection);
}
