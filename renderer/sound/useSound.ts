import { useCallback, useRef, useState } from 'react';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { playSound, type Sound } from './tones.ts';

/** Sounds while they are wanted. What is chosen holds at once, and for the next start. */
export function useSound(isOnAtStart: boolean) {
  const bridge = useBridge();
  const [isOn, setOn] = useState(isOnAtStart);
  const latest = useRef(isOn);
  const play = useCallback((sound: Sound) => {
    if (latest.current) playSound(sound);
  }, []);
  const toggle = () => {
    latest.current = !latest.current;
    setOn(latest.current);
    // Heard at once, so that the cashier knows how loud it is.
    play('saved');
    bridge.setSound({ isOn: latest.current }).catch(() => undefined);
  };
  return { isOn, play, toggle };
}
