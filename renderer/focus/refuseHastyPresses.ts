import { hasChangedSince, hasJustChanged } from './layers.ts';

const PRESS = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'dblclick'] as const;

/**
 * The second half of a double press, of a mouse or a finger, counts for nobody where the first has opened or closed
 * something, nor does a press that was under way when a layer came by itself. Keys and assistive programs (a click of no
 * pointer) press what they name, and count.
 */
export function refuseHastyPresses(): void {
  let target: EventTarget | null = null;
  let beganAt = Number.NEGATIVE_INFINITY;
  let isTooSoon = false;
  const counts = (event: MouseEvent) => {
    if (event.type === 'click' && event.detail === 0) return true;
    if (isTooSoon) return false;
    // What is still under the pointer was there before; a press beside a menu closes it and counts.
    return !hasChangedSince(beganAt) || event.target === target;
  };
  const onPress = (event: MouseEvent) => {
    if (event.type === 'pointerdown') {
      target = event.target;
      // When the hand came, not when a busy page has got round to it.
      beganAt = event.timeStamp;
      isTooSoon = hasJustChanged(beganAt);
    }
    if (counts(event)) return;
    // Also the focus stays where it is.
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // Before anybody else in the window.
  for (const name of PRESS) window.addEventListener(name, onPress, { capture: true });
}
