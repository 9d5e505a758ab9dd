import { useState } from 'react';
import { App } from './App.tsx';
import { FaultBoundary } from './parts/FaultBoundary.tsx';
import { ScreenFault } from './parts/ScreenFault.tsx';

/**
 * The page, or a plain one where it cannot be drawn. From there it begins anew, with the draft that main keeps; not by
 * loading the page, which no navigation may.
 */
export function WholePage() {
  const [beginning, setBeginning] = useState(0);
  return (
    <FaultBoundary
      key={beginning}
      fallback={<ScreenFault isWhole onAgain={() => setBeginning(beginning + 1)} />}
    >
      <App />
    </FaultBoundary>
  );
}
