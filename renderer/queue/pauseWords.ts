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
      return t('pause.unreachable');
    case 'quota':
      return pause.until === null
        ? t('pause.quota')
        : t('pause.quotaUntil', { time: clockTime(locale, pause.until) });
    case 'configuration':
      return t('pause.configuration', {
        detail: [pause.text, pause.subCode || pause.code].filter(Boolean).join(' '),
      });
    case 'clock': {
      const { unit, count } = offsetOf(pause.offsetSeconds);
      return t('pause.clock', { offset: t(`offset.${unit}`, { count }) });
    }
    case 'not-provisioned':
      return t('pause.not-provisioned');
  }
}
