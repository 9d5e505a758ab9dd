import { useEffect, useState } from 'react';
import type { TillView } from '../../app/ipc/bridge.ts';
import type { Locale } from '../../app/settings/provision.ts';
import { useBridge } from './BridgeContext.tsx';

export type TillStatus =
  | { kind: 'loading' }
  | { kind: 'failed' }
  | { kind: 'not-provisioned'; locale: Locale | null }
  | { kind: 'ready'; till: TillView };

/** Asks for the till once, when the page opens. */
export function useTill(): TillStatus {
  const bridge = useBridge();
  const [status, setStatus] = useState<TillStatus>({ kind: 'loading' });
  useEffect(() => {
    let gone = false;
    const show = (next: TillStatus) => {
      if (!gone) setStatus(next);
    };
    bridge.getTill().then(
      (answer) => {
        if (answer.ok && answer.value.provisioned) show({ kind: 'ready', till: answer.value });
        else if (answer.ok) show({ kind: 'not-provisioned', locale: answer.value.locale });
        else if (answer.error.code === 'not-provisioned')
          show({ kind: 'not-provisioned', locale: null });
        else show({ kind: 'failed' });
      },
      () => show({ kind: 'failed' }),
    );
    return () => {
      gone = true;
    };
  }, [bridge]);
  return status;
}
