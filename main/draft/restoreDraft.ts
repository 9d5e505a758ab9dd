import type { Draft } from '../../app/draft/draft.ts';
import type { RestoredDraft } from '../../app/ipc/restoredDraft.ts';
import { codeOf } from '../../app/member/memberCode.ts';
import { memberSchema } from '../../app/member/memberSchema.ts';
import { allowedActions } from '../../app/outbox/allowedActions.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import type { Save } from '../../app/outbox/save.ts';
import { correctionDraft } from '../outbox/correctionDraft.ts';
import { knownMember } from '../outbox/knownMember.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { DraftStore } from './draftStore.ts';

/** What a draft is compared with. */
type Known = Pick<Outbox, 'saves' | 'contents'>;

/** Where saves of this till come from; null before the first provisioning. */
type Place = { brandId: string; shopId: string } | null;

/**
 * The draft that the form begins with after a crash, or null. One whose save was flushed before the
 * crash, as it stands there or some keys later, is done: it is dropped. One that was changed after such a save, or where nothing is left to tell, comes
 * back without its id, which already stands for other content. `now`: ms since 1970.
 */
export async function restoreDraft(
  drafts: Pick<DraftStore, 'read' | 'dropOf'>,
  known: Known,
  place: Place,
  now: number,
): Promise<RestoredDraft | null> {
  const kept = await drafts.read();
  if (kept === null) return null;
  const { draft, keptAt } = kept;
  const age = Math.max(0, now - keptAt);
  const correcting = correctingOf(known, draft.correctionOf, place, now);
  const chosen = chosenOf(known, draft, place);
  const { correctionOf: _, ...typed } = draft;
  const form = { ...typed, correcting, chosen, age };
  const save = known.saves.find(draft.requestId);
  if (save === undefined) return form;
  // What was kept before its save is what stood there some keys earlier: the last ones went with the save alone.
  const isEarlier = keptAt < save.createdAt;
  if (!isEarlier && (place === null || !isDone(known, save, draft, place))) {
    return { ...form, requestId: null };
  }
  // Another one may have been kept meanwhile.
  await drafts.dropOf(draft.requestId);
  return null;
}

/** The save that the form was filled from, if somebody may still correct it: as one of the present brand. */
function correctingOf(
  { saves, contents }: Known,
  requestId: string | null,
  place: Place,
  now: number,
): CorrectionDraft | null {
  const original = requestId === null ? undefined : saves.find(requestId);
  if (original === undefined || original.brandId !== place?.brandId) return null;
  const isOpen = allowedActions(original, now).correct && !saves.isLeaving(original);
  return isOpen ? correctionDraft(contents, original) : null;
}

/**
 * Whom somebody has chosen to correct by the number, or by the code. It is asked for once more: whoever may only say which save
 * it was learns nothing by it. What was accepted nobody closes any more, and nothing of its number may be left.
 */
function chosenOf(
  { saves, contents }: Known,
  { chosen, member: typed }: Pick<Draft, 'chosen' | 'member'>,
  place: Place,
): RestoredDraft['chosen'] {
  if (chosen === null || place === null) return null;
  const { requestId, mobile, decided } = chosen;
  const save = saves.find(requestId);
  const identity = mobile === '' ? codeOf(typed) : { mobile };
  const found = identity === null ? undefined : contents.findMember(place.brandId, identity);
  const isOfNumber = found?.requestId === requestId;
  const isChangedOnly = save?.state === 'accepted' && save.brandId === place.brandId;
  const member = isOfNumber || isChangedOnly ? knownMember(saves, save) : null;
  // Another till has it by now: here it is nobody's to correct.
  if (member === null || member.state === 'moved') return null;
  return { mobile, member, decided };
}

/** Whether a birthday may be registered was settled when it was: what the clock says by now does not count. */
const AFTER_ALL_BIRTHDAYS = '9999-12-31';

/** True when the save holds what the draft says, whoever saved it. */
function isDone({ contents }: Known, save: Save, draft: Draft, place: NonNullable<Place>): boolean {
  const parsed = memberSchema(AFTER_ALL_BIRTHDAYS).safeParse(draft.member);
  if (!parsed.success) return false;
  const origin = { ...place, operatorId: save.operatorId };
  return contents.isSameBody(save, freezeBody(save.requestId, origin, parsed.data));
}
