import type { Draft, RestoredDraft } from '../../app/draft/draft.ts';
import { memberSchema } from '../../app/member/memberSchema.ts';
import { allowedActions } from '../../app/outbox/allowedActions.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import type { Save } from '../../app/outbox/save.ts';
import { correctionDraft } from '../outbox/correctionDraft.ts';
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
  drafts: Pick<DraftStore, 'read' | 'drop'>,
  known: Known,
  place: Place,
  now: number,
): Promise<RestoredDraft | null> {
  const kept = await drafts.read();
  if (kept === null) return null;
  const { draft, keptAt } = kept;
  const { correctionOf, ...form } = draft;
  const age = Math.max(0, now - keptAt);
  const correcting = correctingOf(known, correctionOf, place, now);
  const save = known.saves.find(draft.requestId);
  if (save === undefined) return { ...form, correcting, age };
  // What was kept before its save is what stood there some keys earlier: the last ones went with the save alone.
  const isEarlier = keptAt < save.createdAt;
  if (!isEarlier && (place === null || !isDone(known, save, draft, place))) {
    return { ...form, correcting, requestId: null, age };
  }
  await drafts.drop();
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
  const isOpen = allowedActions(original, now).correct;
  return isOpen ? correctionDraft(contents, original) : null;
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
