import { shown } from '../limits/shown.ts';
import type { Closing, Save } from './save.ts';

/** By whose word a save is closed now: null where it is `corrected`, whatever the manager has said of it before. */
export function shownClosing({ closing, closedReason }: Save): Closing | null {
  if (closing === null || closedReason !== 'manager') return null;
  return { ...closing, operatorId: shown(closing.operatorId) };
}
