import { useEffect, useRef } from 'react';
import { isDeliberate } from '../keys/functionKeys.ts';

/**
 * Says that somebody begins to write, by hand or by scanner, before the text is anywhere. To be called before whatever
 * collects the keys of a scan.
 */
export function useUnreadForm(onText: () => void): void {
  const latest = useRef(onText);
  useEffect(() => {
    latest.current = onText;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isOrder = event.ctrlKey || event.altKey || event.metaKey;
      if (event.key.length === 1 && !isOrder && isDeliberate(event)) latest.current();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}
