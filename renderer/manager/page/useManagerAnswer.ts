import { useCallback, useEffect, useState } from 'react';
import type { BridgeResult } from '../../../app/ipc/bridge.ts';
import { type ManagerFailure, useManager } from './ManagerContext.ts';

export type Asked<Value> =
  | { kind: 'asking' }
  | { kind: 'answered'; value: Value }
  | { kind: 'failed'; code: ManagerFailure };

/**
 * What a call of the manager's page gives, asked when the part is drawn, when `make` becomes another one, and again by
 * `again`. `make`: kept by `useCallback`. What was answered stays in sight while it is asked again.
 */
export function useManagerAnswer<Value>(make: () => Promise<BridgeResult<Value>>) {
  const { call, openings } = useManager();
  const [asked, setAsked] = useState<Asked<Value>>({ kind: 'asking' });
  const [times, setTimes] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new opening, and a wish, ask again
  useEffect(() => {
    let isWanted = true;
    void call(make).then((answer) => {
      if (!isWanted) return;
      setAsked(
        answer.ok
          ? { kind: 'answered', value: answer.value }
          : { kind: 'failed', code: answer.code },
      );
    });
    return () => {
      isWanted = false;
    };
  }, [call, make, openings, times]);
  const again = useCallback(() => setTimes((before) => before + 1), []);
  return [asked, again] as const;
}
