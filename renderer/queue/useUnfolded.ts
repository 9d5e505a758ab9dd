import { type RefObject, useEffect, useState } from 'react';

/**
 * Whether something that lies over the form was unfolded by a hand. Escape and a press beside it fold it again, and
 * neither does anything else: that Escape clears no form.
 */
export function useUnfolded(
  whole: RefObject<HTMLElement | null>,
  /** There is nothing more to show. What comes later stays folded until somebody asks for it again. */
  isSmall: boolean,
): [isUnfolded: boolean, setUnfolded: (isUnfolded: boolean) => void] {
  const [isWanted, setUnfolded] = useState(false);
  const isUnfolded = isWanted && !isSmall;
  useEffect(() => {
    if (isSmall) setUnfolded(false);
  }, [isSmall]);
  useEffect(() => {
    if (!isUnfolded) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.querySelector('dialog:modal') !== null) return;
      event.preventDefault();
      setUnfolded(false);
    };
    const onPress = ({ target }: PointerEvent) => {
      if (!(target instanceof Node && whole.current?.contains(target))) setUnfolded(false);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('pointerdown', onPress, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('pointerdown', onPress, { capture: true });
    };
  }, [isUnfolded, whole]);
  return [isUnfolded, setUnfolded];
}
