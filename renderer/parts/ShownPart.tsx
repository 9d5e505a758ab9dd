import {
  type ComponentType,
  createElement,
  type LazyExoticComponent,
  type ReactNode,
  Suspense,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { FaultBoundary } from './FaultBoundary.tsx';
import { useIsOutlived } from './FormNowContext.ts';
import { PartFault } from './PartFault.tsx';
import { ScreenFault } from './ScreenFault.tsx';

/** Where a part comes from, and how it is left; as `lazyPart` takes it. */
export interface PartSource<Props> {
  meanwhile: (props: Props) => ReactNode;
  leave: (props: Props) => void;
  drop: (props: Props) => void;
  isScreen: boolean;
  latest: LazyExoticComponent<ComponentType<Props>>;
  /** React keeps a failed loading for good: whoever asks next needs another one. */
  renew: () => void;
}

/**
 * A part that cannot be read or drawn is told in its place, with a way to try again; what is around it stays as it is.
 */
export function ShownPart<Props extends object>({
  source,
  props,
}: {
  source: PartSource<Props>;
  props: Props;
}) {
  const [attempt, setAttempt] = useState({ number: 0, Loaded: source.latest });
  const [isLeft, setLeft] = useState(false);
  const again = () => setAttempt({ number: attempt.number + 1, Loaded: source.latest });
  const close = () => {
    setLeft(true);
    source.leave(props);
  };
  const meanwhile = source.meanwhile(props);
  if (isLeft) return meanwhile;
  const fault = source.isScreen ? (
    <ScreenFault isWhole={false} onAgain={again} />
  ) : (
    <>
      {meanwhile}
      <PartFault onAgain={again} onClose={close} />
    </>
  );
  return (
    <FaultBoundary key={attempt.number} fallback={fault} onFault={source.renew}>
      <Suspense fallback={<Loading meanwhile={meanwhile} onOutlived={() => source.drop(props)} />}>
        {createElement(attempt.Loaded, props)}
      </Suspense>
    </FaultBoundary>
  );
}

/** What stands there until the part is. It must not come up over the next customer, and take the keys of that one. */
function Loading({ meanwhile, onOutlived }: { meanwhile: ReactNode; onOutlived: () => void }) {
  const isOutlived = useIsOutlived();
  const latest = useRef(onOutlived);
  useLayoutEffect(() => {
    latest.current = onOutlived;
  });
  useLayoutEffect(() => {
    if (isOutlived) latest.current();
  }, [isOutlived]);
  return meanwhile;
}
