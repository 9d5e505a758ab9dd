import { useEffect, useRef, useState } from 'react';
import type { Draft } from '../../app/draft/draft.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { DraftKeeper } from './DraftKeeper.ts';

/** One keeper for the page; it reads the form as the latest drawing of it sees it. */
export function useDraftKeeper(read: () => Draft | null): DraftKeeper {
  const bridge = useBridge();
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  const [keeper] = useState(() => new DraftKeeper(bridge, () => latest.current()));
  return keeper;
}
