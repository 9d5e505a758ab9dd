import type { TFunction } from 'i18next';
import type { QueuePause } from '../../app/outbox/outboxView.ts';
import { OTHER_SHOP } from '../../app/outbox/refusedShop.ts';
import { offsetOf } from './age.ts';
import { clockTime } from './clockTime.ts';

/** Why nothing is sent just now, in plain words, and until when where that is known. */
export function pauseWords(
  t: TFunction,
  locale: string,
  pause: Exclude<QueuePause, { kind: 'none' }>,
): string {
  switch (pause.kind) {
    case 'unreachable':
      return t(`pause.${pause.proxy ?? 'unreachable'}`);
    case 'busy':
      return t('pause.busy');
    case 'quota':
      return pause.until === null
        ? t('pause.quota')
        : t('pause.quotaUntil', { time: clockTime(locale, pause.until) });
    case 'configuration':
      return configurationWords(t, pause);
    case 'rejections': {
      const detail = pause.subCode || pause.code;
      return t(detail === OTHER_SHOP ? 'pause.otherShop' : 'pause.rejections', { detail });
    }
    case 'clock':
      return t('pause.clock', { offset: offsetWords(t, pause.offsetSeconds) });
    case 'settings-set-back':
      return t('pause.settings-set-back');
    case 'other-computer':
      return t('pause.other-computer');
    case 'not-provisioned':
      return t('pause.not-provisioned');
  }
}

/** What head office decides is nothing that a manager could look for in the settings. */
function configurationWords(
  t: TFunction,
  { fix, code, subCode }: Extract<QueuePause, { kind: 'configuration' }>,
): string {
  const detail = subCode || code;
  if (fix === 'till-key' || fix === 'brand') return t(`pause.${fix}`, { detail });
  return t('pause.configuration', { fix: t(`fix.${fix}`), detail });
}

export function offsetWords(t: TFunction, seconds: number): string {
  const { unit, count } = offsetOf(seconds);
  return t(`offset.${unit}`, { count });
}
