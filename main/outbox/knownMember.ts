import type { KnownMember } from '../../app/ipc/registration.ts';
import { registeredAt } from '../../app/outbox/memberSince.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';

/** What the counter is told of whoever has this save; null where it was discarded: that is nobody's any more. */
export function knownMember(
  saves: Pick<Saves, 'originalOf'>,
  save: Save | undefined,
): KnownMember | null {
  if (save === undefined || save.state === 'discarded') return null;
  const { requestId, masked, state } = save;
  const slip = slipNumber(save.sequence);
  return { requestId, slip, registeredAt: registeredAt(saves, save), masked, state };
}
