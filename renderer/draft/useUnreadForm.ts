import { useEffect, useRef } from 'react';
import { isModifier } from '../keys/functionKeys.ts';

/** `click`: an assistive program presses without a pointer. `beforeinput`: a paste, a drop, a keyboard on the screen. */
const HANDS = ['pointerdown', 'click', 'beforeinput', 'compositionstart'] as const;

/**
 * Says that a hand or a scanner does something to the page, whatever it is, before it has done it. Which key a scanner
 * sends first, and what an input method makes of it, nobody can know. Only a press of "save" takes the form as it stands.
 * To be called before whatever else hears of keys and presses.
 */
export function useUnreadForm(onHand: () => void): void {
  const latest = useRef(onHand);
  useEffect(() => {
    latest.current = onHand;
  });
  useEffect(() => {
    const abort = new AbortController();
    const options = { capture: true, signal: abort.signal };
    const down = new Set<string>();
    const tell = () => latest.current();
    const onKey = ({ type, key, code }: KeyboardEvent) => {
      // Some keys that an input method has taken come only as going up (docs/scanner.md).
      const isFirst = type === 'keydown' || !down.has(code);
      if (type === 'keydown') down.add(code);
      else down.delete(code);
      const isSpoken = type === 'keydown' || key.length === 1 || key === 'Process';
      if (isFirst && isSpoken && !isModifier(key) && key !== 'F4') tell();
    };
    for (const name of ['keydown', 'keyup'] as const) window.addEventListener(name, onKey, options);
    for (const name of HANDS) window.addEventListener(name, tell, options);
    return () => abort.abort();
  }, []);
}
