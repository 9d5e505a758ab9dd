import type { KnownMember } from '../../app/ipc/registration.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';

/** What the counter is told of whoever has this save; null where it was discarded: that is nobody's any more. */
export function knownMember(save: Save | undefined): KnownMember | null {
  if (save === undefined || save.state === 'discarded') return null;
  const { requestId, createdAt, masked, state } = save;
  return { requestId, slip: slipNumber(save.sequence), createdAt, masked, state };
}
