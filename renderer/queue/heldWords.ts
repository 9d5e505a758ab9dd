import type { TFunction } from 'i18next';
import type { HeldReason } from '../../app/outbox/save.ts';

/** Our plain words for the reason, and the gateway's own where it gave some. */
export function heldWords(t: TFunction, reason: HeldReason | null, text: string): string {
  const plain = reason === null ? t('state.held') : t(`heldReason.${reason}`);
  return text === '' ? plain : t('heldReason.withText', { plain, text });
}
