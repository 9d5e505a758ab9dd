import type { TFunction } from 'i18next';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { visibleText } from '../i18n/visibleText.ts';

/** Why a save is held, as it is told of it. */
type Why = Pick<SaveLine, 'heldReason' | 'madeFor' | 'busyHours' | 'refusedShop'>;

/** Our plain words for the reason, and the field that the gateway complained of. */
export function heldWords(t: TFunction, { field, ...held }: Why & Pick<SaveLine, 'field'>): string {
  const { heldReason } = held;
  const plain = reasonWords(t, held);
  const isAbout = heldReason === 'rejected' || heldReason === 'undecidable';
  return isAbout && field !== null ? withText(t, plain, t(`form.${field}`)) : plain;
}

/** The same for a save that somebody has opened: with what the gateway said of it, in its own words. */
export function openedWords(
  t: TFunction,
  { text, traceId, ...held }: Why & Pick<CorrectionDraft, 'text' | 'traceId'>,
): string {
  const plain = reasonWords(t, held);
  const said = visibleText([text, traceId].filter(Boolean).join(' '));
  if (said === '') return plain;
  // It did answer: what it said is what happened.
  const isAnswer = held.heldReason === 'undecidable' && visibleText(text) !== '';
  return isAnswer ? t('heldReason.undecidableSaid', { text: said }) : withText(t, plain, said);
}

function withText(t: TFunction, plain: string, text: string): string {
  return t('heldReason.withText', { plain, text });
}

/** Why a save is held, or was closed; null where its state says it already. */
export function whyWords(
  t: TFunction,
  { closedReason, ...held }: Why & Pick<SaveLine, 'closedReason'>,
): string | null {
  if (closedReason === 'manager') return null;
  if (closedReason !== null) return t(`closedReason.${closedReason}`);
  return held.heldReason === null ? null : reasonWords(t, held);
}

/** `madeFor`: the host of the gateway that the save was made for, or empty text. */
function reasonWords(t: TFunction, { heldReason, madeFor, busyHours, refusedShop }: Why): string {
  if (heldReason === null) return t('state.held');
  if (heldReason === 'rejected' && refusedShop !== undefined)
    return t('heldReason.otherShop', { shop: visibleText(refusedShop) || '–' });
  return t(`heldReason.${heldReason}`, { host: madeFor || '–', hours: busyHours ?? 24 });
}
