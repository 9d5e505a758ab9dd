import { useEffect, useRef } from 'react';
import { functionKeyAction, isModifier } from '../form/keyFlow.ts';

interface FunctionKeyTargets {
  save: () => unknown;
  clear: () => void;
  undoClear: () => void;
  toggleConsent: () => void;
  openOperators: () => void;
  lock: () => void;
  refuse: () => void;
  onNextKey: () => void;
}

/** The function keys and Esc wherever the focus is, unless the screen is locked. What has used a key already (an open menu) keeps it. */
export function useFunctionKeys(targets: FunctionKeyTargets, isLocked: boolean): void {
  const latest = useRef(targets);
  const isOff = useRef(isLocked);
  useEffect(() => {
    latest.current = targets;
    isOff.current = isLocked;
  });
  useEffect(() => {
    const onAnyKey = (event: KeyboardEvent) => {
      if (!isModifier(event.key)) latest.current.onNextKey();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const action = functionKeyAction(event);
      if (action === 'none') return;
      event.preventDefault();
      if (isOff.current) return;
      switch (action) {
        case 'save':
          return void latest.current.save();
        case 'clear':
          return latest.current.clear();
        case 'undo-clear':
          return latest.current.undoClear();
        case 'consent':
          return latest.current.toggleConsent();
        case 'operator':
          return latest.current.openOperators();
        case 'lock':
          return latest.current.lock();
        case 'refuse':
          return latest.current.refuse();
      }
    };
    window.addEventListener('keydown', onAnyKey, { capture: true });
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onAnyKey, { capture: true });
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}
