import { closeThenFocus } from '../focus/closeThenFocus.ts';
import { focusLastField } from '../focus/lastField.ts';
import { useUntilLock } from '../lock/useUntilLock.ts';

/** The queue panel, open or not. After it focus and caret are where they were. */
export function useQueuePanel(isLocked: boolean) {
  const panel = useUntilLock(isLocked);
  return {
    ...panel,
    close: () => closeThenFocus(panel.close, focusLastField),
  };
}
