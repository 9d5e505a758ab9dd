import { useEffect, useRef } from 'react';
import { isDeliberate } from './functionKeys.ts';

/** The key that opened a layer closes it, wherever the focus is, but not from under a dialog that stands on it. */
export function useCloseKey(key: 'F8' | 'F11', onClose: () => void): void {
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== key || !isDeliberate(event)) return;
      event.preventDefault();
      event.stopPropagation();
      if (document.querySelectorAll('dialog:modal').length === 1) latest.current();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [key]);
}
