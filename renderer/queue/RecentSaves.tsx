import { useTranslation } from 'react-i18next';
import type { OutboxView, SaveLine } from '../../app/outbox/outboxView.ts';
import { clockTime } from './clockTime.ts';
import { heldWords } from './heldWords.ts';
import { StatePill } from './StatePill.tsx';
import { useWholeRows } from './useWholeRows.ts';
import './recentSaves.css';

interface RecentSavesProps {
  view: OutboxView | null;
  onOpenAll: () => void;
  /** One of them was chosen. */
  onOpen: (slip: string) => void;
}

/** The latest saves with what has become of each. */
export function RecentSaves({ view, onOpenAll, onOpen }: RecentSavesProps) {
  const { t } = useTranslation();
  const lines = view?.recent ?? [];
  const rows = useWholeRows();
  return (
    <section className="recent" aria-labelledby="recent-title">
      <div className="recent-head">
        <div className="recent-what">
          <h2 className="recent-title" id="recent-title">
            {t('recent.title')}
          </h2>
          {view !== null && (
            <p className="recent-today" data-testid="today" data-shortened>
              {t('recent.today', { count: view.today })}
            </p>
          )}
        </div>
        <button
          type="button"
          className="button"
          data-testid="open-queue"
          aria-keyshortcuts="F8"
          aria-haspopup="dialog"
          onClick={onOpenAll}
        >
          <kbd>F8</kbd> {t('recent.all')}
        </button>
      </div>
      {lines.length === 0 ? (
        <div className="recent-empty">
          <strong>{t('recent.empty')}</strong>
          <p>{t('recent.emptyHint')}</p>
        </div>
      ) : (
        // A list that scrolls must be reachable with the keyboard.
        <ol
          ref={rows}
          className="recent-scroll"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard scrolling
          tabIndex={0}
          data-scrolls
          aria-labelledby="recent-title"
        >
          {lines.map((line) => (
            <Line key={line.requestId} line={line} onOpen={onOpen} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Line({ line, onOpen }: { line: SaveLine; onOpen: (slip: string) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <li className="line-item" data-testid={`line-${line.slip}`} data-state={line.state}>
      {/* The keys have the whole list behind F8; twenty more stops of Tab would be in the way of the form. */}
      <button
        type="button"
        className="line"
        tabIndex={-1}
        aria-haspopup="dialog"
        onClick={() => onOpen(line.slip)}
      >
        <span className="line-what">
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
        </span>
        <span className="line-how">
          <StatePill {...line} />
          {line.attempts > 0 && line.state !== 'accepted' && (
            <span className="line-attempts">{t('recent.attempts', { count: line.attempts })}</span>
          )}
        </span>
        {line.state === 'held' && <span className="line-reason">{heldWords(t, line)}</span>}
      </button>
    </li>
  );
}
