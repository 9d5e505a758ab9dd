import { useEffect } from 'react';
import { insertScan } from './insertScan.ts';
import { ScanListener } from './ScanListener.ts';

/**
 * For a screen where no code belongs anywhere: a scan is written into the text field that has the focus,
 * and anywhere else it does nothing. Its Enter presses and submits nothing here either.
 */
export function useScanIntoField(): void {
  useEffect(() => {
    const listener = new ScanListener({
      onRun: (run, problem, focused) => {
        if (problem === null) insertScan(focused, run);
        return null;
      },
    });
    return listener.start();
  }, []);
}
