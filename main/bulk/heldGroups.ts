import { shown, shownWord } from '../../app/limits/shown.ts';
import { causeKey, type HeldCause, type HeldGroup } from '../../app/outbox/bulk.ts';
import { hostOf } from '../../app/outbox/home.ts';
import { compareSaves } from '../../app/outbox/order.ts';
import { refusedShop } from '../../app/outbox/refusedShop.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { breathe } from '../move/breathe.ts';

/** Why a save is held; null where it is not. */
export function causeOf({ state, heldReason, lastOutcome }: Save): HeldCause | null {
  if (state !== 'held' || heldReason === null) return null;
  const { code = '', subCode = '', field = null } = lastOutcome ?? {};
  return { heldReason, code, subCode, field };
}

/** More groups nobody looks through, and a file may bring as many as it has saves. */
const MOST_GROUPS = 200;

/** What is held, by its cause, the greatest group first, and `MOST_GROUPS` of them at the most. `wordOf`: what the manager has said about a group, or null. */
export async function heldGroups(
  saves: Pick<Saves, 'sequences' | 'findBySequence'>,
  wordOf: (cause: HeldCause) => string | null,
): Promise<HeldGroup[]> {
  const groups = new Map<string, HeldGroup>();
  const breath = breathe();
  for (const sequence of [...saves.sequences('held').newestFirst()]) {
    await breath();
    const save = saves.findBySequence(sequence);
    const cause = save === undefined ? null : causeOf(save);
    if (save === undefined || cause === null) continue;
    const host = hostOf(save.app);
    const shop = refusedShop(save);
    const key = causeKey(cause);
    const group = groups.get(key);
    if (group === undefined) {
      const first = { count: 1, oldestAt: save.createdAt, madeFor: host, word: wordOf(cause) };
      groups.set(key, { ...told(cause), ...first, refusedShop: shop });
      continue;
    }
    group.count += 1;
    group.oldestAt = Math.min(group.oldestAt, save.createdAt);
    if (group.madeFor !== host) group.madeFor = '';
    if (group.refusedShop !== shop) group.refusedShop = '';
  }
  return [...groups.values()].sort((one, other) => other.count - one.count).slice(0, MOST_GROUPS);
}

/** As much of it as the window is given. */
function told({ heldReason, code, subCode, field }: HeldCause): HeldCause {
  return { heldReason, code: shown(code), subCode: shown(subCode), field: shownWord(field) };
}

/** What is held for one cause now, oldest first. */
export async function heldFor(
  saves: Pick<Saves, 'sequences' | 'findBySequence'>,
  wanted: HeldCause,
): Promise<Save[]> {
  const key = causeKey(wanted);
  const found: Save[] = [];
  const breath = breathe();
  for (const sequence of [...saves.sequences('held').newestFirst()]) {
    await breath();
    const save = saves.findBySequence(sequence);
    const cause = save === undefined ? null : causeOf(save);
    if (save !== undefined && cause !== null && causeKey(cause) === key) found.push(save);
  }
  return found.sort(compareSaves);
}
