import type { TFunction } from 'i18next';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import type { HeldReason } from '../../app/outbox/save.ts';
import { visibleText } from '../i18n/visibleText.ts';

/** Our plain words for the reason, and the field that the gateway complained of. */
export function heldWords(
  t: TFunction,
  { heldReason, madeFor, field }: Pick<SaveLine, 'heldReason' | 'madeFor' | 'field'>,
): string {
  const plain = reasonWords(t, heldReason, madeFor);
  const isAbout = heldReason === 'rejected' || heldReason === 'undecidable';
  return isAbout && field !== null ? withText(t, plain, t(`form.${field}`)) : plain;
}

/** The same for a save that somebody has opened: with what the gateway said of it, in its own words. */
export function openedWords(
  t: TFunction,
  { heldReason, madeFor, text, traceId }: Omit<CorrectionDraft, 'member'>,
): string {
  const plain = reasonWords(t, heldReason, madeFor);
  const said = visibleText([text, traceId].filter(Boolean).join(' '));
  return said === '' ? plain : withText(t, plain, said);
}

function withText(t: TFunction, plain: string, text: string): string {
  return t('heldReason.withText', { plain, text });
}

/** Why a save is held, or was closed; null where its state says it already. */
export function whyWords(
  t: TFunction,
  { heldReason, closedReason, madeFor }: Pick<SaveLine, 'heldReason' | 'closedReason' | 'madeFor'>,
): string | null {
  if (closedReason === 'manager') return null;
  if (closedReason !== null) return t(`closedReason.${closedReason}`);
  return heldReason === null ? null : reasonWords(t, heldReason, madeFor);
}

/** `madeFor`: the host of the gateway that the save was made for, or empty text. */
export function reasonWords(t: TFunction, reason: HeldReason | null, madeFor: string): string {
  if (reason === null) return t('state.held');
  return t(`heldReason.${reason}`, { host: madeFor || '–' });
}
