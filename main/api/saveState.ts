import type { ApiEvent, ApiSaveState } from '../../app/api/apiSchemas.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';

/** What a caller may know of a save: nothing that is personal. */
export function describeSaveState(save: Save): ApiSaveState {
  return {
    requestId: save.requestId,
    slip: slipNumber(save.sequence),
    state: save.state,
    heldReason: save.state === 'held' ? save.heldReason : null,
    createdAt: new Date(save.createdAt).toISOString(),
  };
}

/** What is told of a save that is on the disk now, or null where that is nobody's news. `before`: its version of before. */
export function eventOf(save: Save, before: Save | undefined): ApiEvent | null {
  const { requestId, state, heldReason } = save;
  const slip = slipNumber(save.sequence);
  if (before === undefined) return { type: 'saved', requestId, slip, heldReason: null };
  if (state === before.state) return null;
  if (state === 'accepted') return { type: 'accepted', requestId, slip, heldReason: null };
  return state === 'held' ? { type: 'held', requestId, slip, heldReason } : null;
}
