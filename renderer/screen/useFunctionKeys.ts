import { useEffect, useRef } from 'react';
import { functionKeyAction, isModifier } from '../form/keyFlow.ts';

interface FunctionKeyTargets {
  save: () => unknown;
  clear: () => void;
  undoClear: () => void;
  toggleCorrection: () => void;
  openQueue: () => void;
  onNextKey: () => void;
}

/** F2, F3, F4, F6, F8 and Esc wherever the focus is. What has used a key already (an open menu) keeps it. */
export function useFunctionKeys(targets: FunctionKeyTargets): void {
  const latest = useRef(targets);
  useEffect(() => {
    latest.current = targets;
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
      switch (action) {
        case 'save':
          return void latest.current.save();
        case 'clear':
          return latest.current.clear();
        case 'undo-clear':
          return latest.current.undoClear();
        case 'toggle-correction':
          return latest.current.toggleCorrection();
        case 'open-queue':
          return latest.current.openQueue();
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
