import { useEffect, useRef, useState } from 'react';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { DraftKeeper, type Unsaved } from './DraftKeeper.ts';

/** One keeper for the page; it reads the form as the latest drawing of it sees it. */
export function useDraftKeeper(unsaved: Unsaved): DraftKeeper {
  const bridge = useBridge();
  const latest = useRef(unsaved);
  useEffect(() => {
    latest.current = unsaved;
  });
  const [keeper] = useState(
    () =>
      new DraftKeeper(bridge, {
        worth: () => latest.current.worth(),
        isMore: () => latest.current.isMore(),
      }),
  );
  return keeper;
}
