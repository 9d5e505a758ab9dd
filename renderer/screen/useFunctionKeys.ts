import { useEffect, useRef } from 'react';
import { endsWhatIsSaid, functionKeyAction, type KeyAction } from '../keys/functionKeys.ts';

/** What each key does; a forgotten one is a type error. */
type Actions = Record<Exclude<KeyAction, 'none'>, () => unknown>;

interface FunctionKeyOptions {
  onNextKey: () => void;
  /** While the screen is locked the keys do nothing. */
  isLocked: boolean;
}

/** The function keys and Esc, wherever the focus is. What has used a key already (an open menu) keeps it. */
export function useFunctionKeys(actions: Actions, options: FunctionKeyOptions): void {
  const latest = useRef({ actions, ...options });
  useEffect(() => {
    latest.current = { actions, ...options };
  });
  useEffect(() => {
    const onAnyKey = (event: KeyboardEvent) => {
      if (endsWhatIsSaid(event.key)) latest.current.onNextKey();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const action = functionKeyAction(event);
      if (action === 'none') return;
      event.preventDefault();
      if (!latest.current.isLocked) latest.current.actions[action]();
    };
    window.addEventListener('keydown', onAnyKey, { capture: true });
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onAnyKey, { capture: true });
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}
