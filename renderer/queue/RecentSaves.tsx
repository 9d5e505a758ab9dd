import { useTranslation } from 'react-i18next';
import type { OutboxView, SaveLine } from '../../app/outbox/outboxView.ts';
import type { SaveState } from '../../app/outbox/save.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { clockTime } from './clockTime.ts';
import { heldWords } from './heldWords.ts';

const LOOK: Record<SaveState, { icon: IconName; tone: string }> = {
  pending: { icon: 'clock', tone: 'tone-notice' },
  sending: { icon: 'arrow-up', tone: 'tone-notice' },
  accepted: { icon: 'tick', tone: 'tone-success' },
  held: { icon: 'alert', tone: 'tone-warning' },
  discarded: { icon: 'minus', tone: 'tone-neutral' },
};

/** The latest saves with what has become of each. */
export function RecentSaves({ view }: { view: OutboxView | null }) {
  const { t } = useTranslation();
  const lines = view?.recent ?? [];
  return (
    <section className="recent" aria-labelledby="recent-title">
      <h2 className="recent-title" id="recent-title">
        {t('recent.title')}
      </h2>
      {lines.length === 0 ? (
        <div className="recent-empty">
          <strong>{t('recent.empty')}</strong>
          <p>{t('recent.emptyHint')}</p>
        </div>
      ) : (
        // A list that scrolls must be reachable with the keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard scrolling
        <ol className="recent-scroll" tabIndex={0} aria-labelledby="recent-title">
          {lines.map((line) => (
            <Line key={line.requestId} line={line} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Line({ line }: { line: SaveLine }) {
  const { t, i18n } = useTranslation();
  const look = LOOK[line.state];
  return (
    <li className="line" data-testid={`line-${line.slip}`} data-state={line.state}>
      <div className="line-what">
        <span className="line-head">
          <strong className="line-slip">{line.slip}</strong>
          <time dateTime={new Date(line.createdAt).toISOString()}>
            {clockTime(i18n.language, line.createdAt)}
          </time>
        </span>
        <span className="line-who">
          <span className="line-mobile">{line.masked.mobile || t('recent.noMobile')}</span>
          <span>{line.masked.name}</span>
        </span>
      </div>
      <div className="line-how">
        <span className={`pill ${look.tone}`}>
          <Icon name={look.icon} />
          {t(`state.${line.state}`)}
        </span>
        {line.attempts > 0 && line.state !== 'accepted' && (
          <span className="line-attempts">{t('recent.attempts', { count: line.attempts })}</span>
        )}
      </div>
      {line.state === 'held' && (
        <p className="line-reason">{heldWords(t, line.heldReason, line.text)}</p>
      )}
    </li>
  );
}
