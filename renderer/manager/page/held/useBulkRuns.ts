import { useCallback, useEffect } from 'react';
import type { BulkRun } from '../../../../app/outbox/bulk.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import type { ManagerFailure } from '../ManagerContext.ts';
import { useManagerAnswer } from '../useManagerAnswer.ts';

/** How often it is asked how far a run is (ms). */
const ASKED_EVERY_MS = 500;

interface BulkRunsShown {
  /** The latest first. */
  runs: readonly BulkRun[];
  /** What is under way, or null. */
  running: BulkRun | null;
  failure: ManagerFailure | null;
  /** Asks again: something has begun. */
  look: () => void;
  cancel: () => void;
}

/** What was done with many saves at once, asked again and again while something is under way. */
export function useBulkRuns(): BulkRunsShown {
  const bridge = useBridge();
  const [asked, look] = useManagerAnswer(useCallback(() => bridge.listBulkRuns(), [bridge]));
  const runs = asked.kind === 'answered' ? asked.value.runs : [];
  const running = runs.find(({ state }) => state === 'running') ?? null;
  const isRunning = running !== null;
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(look, ASKED_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning, look]);
  const cancel = () => {
    void bridge.cancelBulk().then(look, look);
  };
  return { runs, running, failure: asked.kind === 'failed' ? asked.code : null, look, cancel };
}
