import type { TFunction } from 'i18next';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxView } from '../../app/outbox/outboxView.ts';
import { Icon } from '../icons/Icon.tsx';
import { Badge } from './Badge.tsx';
import { type Banner, bannersOf, endangersSaving } from './bannersOf.ts';
import { offsetWords, pauseWords } from './pauseWords.ts';
import { SendNowButton } from './SendNowButton.tsx';
import { takenOverParts } from './takenOverParts.ts';
import { useUnfolded } from './useUnfolded.ts';

interface BannersProps {
  view: OutboxView | null;
  /** In a strip the state of the queue stands here too. */
  isStrip: boolean;
  /** There what needs somebody is pressed too. */
  onHeld: () => void;
  /** Whose the data are is asked about. */
  onComputer: () => void;
}

/**
 * Why sending pauses and what the store found, in plain words. Registering never stops for them. Their place is always
 * as high as one of them, so that nothing moves when one comes; all of them, and whole, are shown over the form when
 * somebody asks for it.
 */
export function Banners({ view, isStrip, onHeld, onComputer }: BannersProps) {
  const { t, i18n } = useTranslation();
  const banners = bannersOf(view);
  const whole = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isCut = useIsCut(list, banners[0] ? wordsOf(t, i18n.language, banners[0]) : '');
  const isMore = banners.length > 1 || isCut;
  const [isOpen, setOpen] = useUnfolded(whole, !isMore);
  return (
    <div
      className="banners"
      ref={whole}
      role="status"
      data-open={isOpen}
      data-layer={isOpen ? '' : undefined}
    >
      <h2 className={banners.length === 0 && !isStrip ? 'banners-title' : 'visually-hidden'}>
        {t('form.title')}
      </h2>
      {isStrip && <Badge view={view} onHeld={onHeld} />}
      <div className="banners-list" ref={list} data-shortened data-scrolls>
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
              <SendNowButton words={t('pause.sendNow')} testId="send-now" />
            )}
            {banner.kind === 'other-computer' && (
              <button
                type="button"
                className="button"
                data-testid="decide-computer"
                onClick={onComputer}
              >
                {t('pause.decide')}
              </button>
            )}
          </div>
        ))}
      </div>
      {isMore && (
        <button
          type="button"
          className="button banners-more"
          data-testid="banners-more"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {banners.length > 1 && banners.length}
          <span className="visually-hidden">{t('banners.more')}</span>
          <Icon name="chevron" />
        </button>
      )}
    </div>
  );
}

/** Whether the first one's words do not all show in its place, in this window and language. */
function useIsCut(list: RefObject<HTMLElement | null>, first: string): boolean {
  const [cut, setCut] = useState('');
  useEffect(() => {
    const words = first === '' ? null : list.current?.querySelector('.banner-words');
    if (!words) return;
    const observer = new ResizeObserver(() => {
      // Unfolded they all show, and the way back must stay.
      if (words.closest('[data-open="true"]') !== null) return;
      setCut(words.scrollHeight > words.clientHeight + 1 ? first : '');
    });
    observer.observe(words);
    return () => observer.disconnect();
  }, [list, first]);
  return first !== '' && cut === first;
}

function wordsOf(t: TFunction, locale: string, banner: Banner): string {
  if ('warning' in banner) {
    const { code, detail } = banner.warning;
    const isOfParts = code === 'provision.taken-over' || code === 'provision.overruled';
    const told = isOfParts ? takenOverParts(t, detail) : detail;
    return t(`warning.${code}`, { detail: told });
  }
  return 'pause' in banner
    ? pauseWords(t, locale, banner.pause)
    : t('pause.clockOff', { offset: offsetWords(t, banner.offsetSeconds) });
}
