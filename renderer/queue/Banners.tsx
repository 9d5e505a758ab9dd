import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { whatToFix } from '../../app/gateway/whatToFix.ts';
import type { OutboxView, QueuePause } from '../../app/outbox/outboxView.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { Icon } from '../icons/Icon.tsx';
import { offsetOf } from './age.ts';
import { type Banner, bannersOf } from './bannersOf.ts';
import { clockTime } from './clockTime.ts';

/** Why sending pauses and what the store found, in plain words. Registering never stops for them. */
export function Banners({ view }: { view: OutboxView | null }) {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const banners = bannersOf(view);
  return (
    <div className="banners" role="status">
      <h2 className={banners.length === 0 ? 'banners-title' : 'visually-hidden'}>
        {t('form.title')}
      </h2>
      {banners.map((banner) => (
        <div
          key={banner.kind}
          className={`banner ${toneOf(banner)}`}
          data-testid="banner"
          data-kind={banner.kind}
        >
          <Icon name="alert" />
          <span className="banner-words">{wordsOf(t, i18n.language, banner)}</span>
          {banner.kind === 'unreachable' && (
            <button
              type="button"
              className="button"
              data-testid="send-now"
              onClick={() => void bridge.sendNow().catch(() => undefined)}
            >
              {t('pause.sendNow')}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}

/** Red is for what endangers saving; the rest goes on by itself or by a call. */
function toneOf(banner: Banner): string {
  return banner.kind === 'store.write-failed' || banner.kind === 'store.key-unreadable'
    ? 'tone-danger'
    : 'tone-warning';
}

function wordsOf(t: TFunction, locale: string, banner: Banner): string {
  if ('notice' in banner) {
    return t(`notice.${banner.notice.code}`, { detail: banner.notice.detail });
  }
  return 'pause' in banner
    ? pauseWords(t, locale, banner.pause)
    : t('pause.clockOff', { offset: offsetWords(t, banner.offsetSeconds) });
}

function offsetWords(t: TFunction, seconds: number): string {
  const { unit, count } = offsetOf(seconds);
  return t(`offset.${unit}`, { count });
}

function pauseWords(
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
        fix: t(`fix.${whatToFix(pause.code)}`),
        detail: [pause.text, pause.subCode || pause.code].filter(Boolean).join(' '),
      });
    case 'clock':
      return t('pause.clock', { offset: offsetWords(t, pause.offsetSeconds) });
    case 'not-provisioned':
      return t('pause.not-provisioned');
  }
}
