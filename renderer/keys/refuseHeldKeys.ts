import { takesText } from '../focus/fieldMemory.ts';

/**
 * A key that is held down presses once, where it went down: the keyboard repeats it, and by then something else may have
 * the focus, and Escape would answer the question that it has brought up. In a text a space, and in one of several lines
 * Enter, goes on writing.
 */
export function refuseHeldKeys(): void {
  const onKey = (event: KeyboardEvent) => {
    if (!event.repeat || !presses(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // Before anybody else in the window.
  window.addEventListener('keydown', onKey, { capture: true });
}

function presses({ key, target }: KeyboardEvent): boolean {
  if (key === ' ') return !takesText(target);
  if (key === 'Escape') return true;
  return key === 'Enter' && !(target instanceof HTMLTextAreaElement);
}
