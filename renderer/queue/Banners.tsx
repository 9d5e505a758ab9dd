import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { OutboxView } from '../../app/outbox/outboxView.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { Icon } from '../icons/Icon.tsx';
import { type Banner, bannersOf, endangersSaving } from './bannersOf.ts';
import { offsetWords, pauseWords } from './pauseWords.ts';

/** Why sending pauses and what the store found, in plain words. Registering never stops for them. */
export function Banners({ view }: { view: OutboxView | null }) {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const banners = bannersOf(view);
  return (
    <div className="banners" role="status" data-scrolls>
      <h2 className={banners.length === 0 ? 'banners-title' : 'visually-hidden'}>
        {t('form.title')}
      </h2>
      {banners.map((banner) => (
        <div
          key={banner.kind}
          className={`banner ${endangersSaving(banner) ? 'tone-danger' : 'tone-warning'}`}
          data-testid="banner"
          data-kind={banner.kind}
        >
          <Icon name="alert" />
          <span className="banner-words">{wordsOf(t, i18n.language, banner)}</span>
          {(banner.kind === 'unreachable' || banner.kind === 'busy') && (
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

function wordsOf(t: TFunction, locale: string, banner: Banner): string {
  if ('warning' in banner) {
    return t(`warning.${banner.warning.code}`, { detail: banner.warning.detail });
  }
  return 'pause' in banner
    ? pauseWords(t, locale, banner.pause)
    : t('pause.clockOff', { offset: offsetWords(t, banner.offsetSeconds) });
}
