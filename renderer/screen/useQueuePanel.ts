import { flushSync } from 'react-dom';
import { focusField } from '../form/focusField.ts';
import { useUntilLock } from '../lock/useUntilLock.ts';

/** The queue panel, open or not. After it the next thing is a customer. */
export function useQueuePanel(isLocked: boolean) {
  const panel = useUntilLock(isLocked);
  return {
    ...panel,
    close: () => {
      // A dialog that goes gives the focus back to where it was; only then can it go elsewhere.
      flushSync(panel.close);
      focusField('mobile');
    },
  };
}
