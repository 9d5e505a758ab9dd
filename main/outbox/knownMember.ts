import type { KnownMember } from '../../app/ipc/registration.ts';
import { shownMask } from '../../app/limits/shown.ts';
import { goneElsewhere, type MemberLinks } from '../../app/outbox/goneElsewhere.ts';
import { registeredAt } from '../../app/outbox/memberSince.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';

/**
 * What the counter is told of whoever has this save; null where it was discarded: that is nobody's any more, unless another
 * till has it. So it is said of whoever was corrected since, where another till has that correction: here nothing of them
 * can be corrected (`compareMember`), and whoever only shares their number is registered as beside anybody who has moved.
 */
export function knownMember(
  saves: MemberLinks & Pick<Saves, 'originalOf'>,
  save: Save | undefined,
): KnownMember | null {
  if (save === undefined) return null;
  if (save.state === 'discarded' && save.closedReason !== 'moved') return null;
  const { requestId } = save;
  const masked = shownMask(save.masked);
  const isElsewhere = goneElsewhere(saves, save) !== undefined;
  const state = isElsewhere || save.state === 'discarded' ? 'moved' : save.state;
  const slip = slipNumber(save.sequence);
  return { requestId, slip, registeredAt: registeredAt(saves, save), masked, state };
}
