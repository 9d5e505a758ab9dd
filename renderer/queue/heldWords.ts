import type { TFunction } from 'i18next';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import type { HeldReason } from '../../app/outbox/save.ts';

/** Our plain words for the reason, and the gateway's own where it gave some. */
export function heldWords(
  t: TFunction,
  { heldReason, madeFor, text }: Pick<SaveLine, 'heldReason' | 'madeFor' | 'text'>,
): string {
  const plain = reasonWords(t, heldReason, madeFor);
  return text === '' ? plain : t('heldReason.withText', { plain, text });
}

/** `madeFor`: the host of the gateway that the save was made for, or empty text. */
export function reasonWords(t: TFunction, reason: HeldReason | null, madeFor: string): string {
  if (reason === null) return t('state.held');
  return t(`heldReason.${reason}`, { host: madeFor || '–' });
}
