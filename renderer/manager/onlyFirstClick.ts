import type { MouseEvent } from 'react';

/** The second click of a double click is no second intention: not for the step that came up meanwhile either. */
export function onlyFirstClick(event: MouseEvent): void {
  if (event.detail > 1) event.preventDefault();
}
