import { useEffect, useRef } from 'react';
import { isDeliberate } from '../../keys/functionKeys.ts';

/** F8 closes the panel wherever the focus is, but not from under a dialog that stands on it. */
export function useCloseKey(onClose: () => void): void {
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || !isDeliberate(event)) return;
      event.preventDefault();
      event.stopPropagation();
      if (document.querySelectorAll('dialog:modal').length === 1) latest.current();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}
