import { useEffect } from 'react';
import { insertText } from './fieldMemory.ts';
import { ScanListener } from './ScanListener.ts';

/**
 * For a screen where no code belongs anywhere: a scan is written into the text field that has the focus,
 * and anywhere else it does nothing. Its Enter presses and submits nothing here either.
 */
export function useScanIntoField(): void {
  useEffect(() => {
    const listener = new ScanListener((run, problem, focused) => {
      if (problem === null) insertText(focused, run.text);
      return null;
    });
    return listener.start();
  }, []);
}
