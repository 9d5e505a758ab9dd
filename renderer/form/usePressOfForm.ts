import { useEffect, useRef } from 'react';

/** What a press alone says of a customer. A text field only gets the focus, and an order to the till has its own guard. */
const BOX = '.form label:has(:is([type=checkbox], [type=radio]))';

const PRESS = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'dblclick'] as const;

interface PressOfFormOptions {
  /** The form has just been saved: of the next customer nobody has asked anything yet. */
  isBounce: () => boolean;
  onRefused: () => void;
}

/**
 * A press of a mouse or a finger on a box counts for the customer in whose form it began, and for nobody else: neither
 * where the form becomes another one under the hand, nor where it has only just become one. Gives what is to be called
 * when it is another one. Keys and assistive programs (a click of no pointer) press what they name.
 */
export function usePressOfForm(options: PressOfFormOptions): () => void {
  const latest = useRef(options);
  const isOwn = useRef(true);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const onPress = (event: MouseEvent) => {
      const { type, target } = event;
      if (type === 'click' && event.detail === 0) return;
      if (type === 'pointerdown') isOwn.current = !latest.current.isBounce();
      const isOnBox = target instanceof Element && target.closest(BOX) !== null;
      if (isOwn.current || !isOnBox) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (type === 'click') latest.current.onRefused();
    };
    for (const name of PRESS) window.addEventListener(name, onPress, { capture: true });
    return () => {
      for (const name of PRESS) window.removeEventListener(name, onPress, { capture: true });
    };
  }, []);
  return () => {
    isOwn.current = false;
  };
}
