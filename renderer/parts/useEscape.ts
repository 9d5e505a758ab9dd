import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';

type Escapes = (() => void)[];

/** What Escape gives up in a dialog; what came last is first. */
export const EscapesContext = createContext<Escapes>([]);

/** As long as this is shown, Escape gives this up, and leaves the dialog open that it stands in. */
export function useEscape(onGiveUp: () => void): void {
  const escapes = useContext(EscapesContext);
  const latest = useLatest(onGiveUp);
  useEffect(() => {
    const giveUp = () => latest.current();
    escapes.push(giveUp);
    return () => {
      escapes.splice(escapes.indexOf(giveUp), 1);
    };
  }, [escapes, latest]);
}

/** For the dialog itself, which is asked to close when nothing in it is to be given up first. */
export function useEscapes(onClose: () => void) {
  const latest = useLatest(onClose);
  const [escapes] = useState<Escapes>(() => []);
  const giveUp = useCallback(() => (escapes.at(-1) ?? latest.current)(), [escapes, latest]);
  /** Before the browser hears of the key: it closes a dialog that has refused a few times, whatever that says. */
  const takeEscape = useCallback(
    (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
      event.preventDefault();
      giveUp();
    },
    [giveUp],
  );
  return { escapes, giveUp, takeEscape };
}

function useLatest(call: () => void) {
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  return latest;
}
