import { useState } from 'react';
import type { BridgeResult } from '../../../../app/ipc/bridge.ts';
import type { SavedAs } from '../../../../app/saved/savedFile.ts';
import { useOneAtATime } from '../../useOneAtATime.ts';
import { type ManagerFailure, useManager } from '../ManagerContext.ts';

/** What has become of what somebody has saved last. */
export type Saving =
  | { kind: 'nothing' }
  | { kind: 'saving' }
  | { kind: 'saved'; file: string }
  | { kind: 'failed'; code: ManagerFailure };

/** Saves by a call that opens the system's dialog, one at a time. Where no file is chosen nothing is said. */
export function useSaving() {
  const { call } = useManager();
  const oneAtATime = useOneAtATime();
  const [saving, setSaving] = useState<Saving>({ kind: 'nothing' });
  const save = (make: () => Promise<BridgeResult<SavedAs>>) =>
    oneAtATime(async () => {
      setSaving({ kind: 'saving' });
      const answer = await call(make);
      if (!answer.ok) return setSaving({ kind: 'failed', code: answer.code });
      const { value } = answer;
      setSaving(value === null ? { kind: 'nothing' } : { kind: 'saved', file: value.file });
    });
  return { saving, save };
}
