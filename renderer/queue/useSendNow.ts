import { useEffect, useState } from 'react';
import { useBridge } from '../bridge/BridgeContext.tsx';

/** Where the till does not say for how long it hears nobody (s). */
const DEFAULT_WAIT = 10;

/**
 * "Send now", and whether it was pressed so often that it is not heard for the present. Nothing is lost by that: what
 * waits is sent by itself.
 */
export function useSendNow(): { isHeard: boolean; sendNow: () => void } {
  const bridge = useBridge();
  const [waitSeconds, setWait] = useState(0);
  useEffect(() => {
    if (waitSeconds === 0) return;
    const timer = window.setTimeout(() => setWait(0), waitSeconds * 1_000);
    return () => window.clearTimeout(timer);
  }, [waitSeconds]);
  const isHeard = waitSeconds === 0;
  const sendNow = () => {
    if (!isHeard) return;
    bridge.sendNow().then(
      (answer) => {
        if (!answer.ok && answer.error.code === 'send.too-fast')
          setWait(answer.error.waitSeconds ?? DEFAULT_WAIT);
      },
      () => undefined,
    );
  };
  return { isHeard, sendNow };
}
