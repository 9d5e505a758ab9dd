import type { TFunction } from 'i18next';
import type { QueuePause } from '../../app/outbox/outboxView.ts';
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
      return t('pause.configuration', {
        fix: t(`fix.${pause.fix}`),
        detail: pause.subCode || pause.code,
      });
    case 'rejections':
      return t('pause.rejections', { detail: pause.subCode || pause.code });
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

export function offsetWords(t: TFunction, seconds: number): string {
  const { unit, count } = offsetOf(seconds);
  return t(`offset.${unit}`, { count });
}
