import { useEffect, useState } from 'react';
import type { TillView } from '../../app/ipc/tillView.ts';
import type { KeyQuestion } from '../../app/keys/keyQuestion.ts';
import type { Locale } from '../../app/settings/locales.ts';
import { useBridge } from './BridgeContext.tsx';

export type TillStatus =
  | { kind: 'loading' }
  | { kind: 'failed' }
  | { kind: 'closed'; locale: Locale; question: KeyQuestion }
  | { kind: 'not-provisioned'; locale: Locale | null; till: TillView | null }
  | { kind: 'ready'; till: TillView };

/** Asks for the till when the page opens, and hears of new settings from then on. */
export function useTill(): TillStatus {
  const bridge = useBridge();
  const [status, setStatus] = useState<TillStatus>({ kind: 'loading' });
  useEffect(() => {
    let late = false;
    const show = (next: TillStatus) => {
      if (!late) setStatus(next);
    };
    const stop = bridge.onTillChanged((till) => {
      // The answer that may still be under way is older than this.
      late = true;
      setStatus(statusOf(till));
    });
    bridge.getTill().then(
      (answer) => {
        if (answer.ok) show(statusOf(answer.value));
        else if (answer.error.code === 'not-provisioned')
          show({ kind: 'not-provisioned', locale: null, till: null });
        else show({ kind: 'failed' });
      },
      () => show({ kind: 'failed' }),
    );
    return () => {
      late = true;
      stop();
    };
  }, [bridge]);
  return status;
}

function statusOf(till: TillView): TillStatus {
  const { closed: question, locale } = till;
  if (question !== null) return { kind: 'closed', locale, question };
  return till.provisioned
    ? { kind: 'ready', till }
    : { kind: 'not-provisioned', locale: till.locale, till };
}
