import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaveRow } from '../../../app/outbox/saveList.ts';
import { Icon } from '../../icons/Icon.tsx';
import { useMediaQuery } from '../../media/useMediaQuery.ts';
import { StatePill } from '../StatePill.tsx';
import { saveTime } from '../saveTime.ts';
import { useNow } from '../useNow.ts';
import { moveSelection } from './moveSelection.ts';
import { keysFrom, placeOf, type Selection } from './placeInRows.ts';
import type { ReadFailure, SavePages } from './SavePages.ts';
import './saveRows.css';
import { useRoomForRows } from './useRoomForRows.ts';

/** Heights of a row in px, as the stylesheet draws it: in one line, and in two where it is narrow. */
const ROW = { wide: 56, narrow: 80 } as const;

interface SaveRowsProps {
  pages: SavePages;
  selection: Selection | null;
  onSelect: (selection: Selection) => void;
  /** Enter on the chosen row. */
  onEnter: () => void;
}

/** All rows of a filter, of which only those in sight are drawn. One stop for Tab; the arrows move inside. */
export function SaveRows({ pages, selection, onSelect, onEnter }: SaveRowsProps) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const scroller = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const isWide = useMediaQuery('(min-width: 960px)');
  const height = isWide ? ROW.wide : ROW.narrow;
  const count = pages.total ?? 0;
  const active = placeOf(pages, selection);
  const room = useRoomForRows(place, height);
  const lastPlace = useRef<number | null>(null);
  const wasShown = useRef(false);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      // The row that the keys stand on must be there for a screen reader.
      return active === null || active >= count || drawn.includes(active)
        ? drawn
        : [...drawn, active].sort((a, b) => a - b);
    },
  });
  const drawn = rows.getVirtualItems();
  const { startIndex = 0, endIndex = 0 } = rows.range ?? {};

  useEffect(() => pages.see(startIndex, endIndex), [pages, startIndex, endIndex]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height means other places
  useEffect(() => rows.measure(), [height]);
  // Opened for one save: it is brought into sight once, and never again under somebody's finger.
  useEffect(() => {
    if (active === null) return;
    lastPlace.current = active;
    if (!wasShown.current) rows.scrollToIndex(active);
    wasShown.current = true;
  }, [active, rows]);
  useEffect(() => {
    const list = scroller.current;
    const toWholeRows = () => {
      if (list) list.scrollTop = Math.round(list.scrollTop / height) * height;
    };
    list?.addEventListener('scrollend', toWholeRows);
    return () => list?.removeEventListener('scrollend', toWholeRows);
  }, [height]);

  const choose = (index: number) => onSelect({ index, slip: pages.rowAt(index)?.slip ?? null });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      // Else the same press would press the button that gets the focus.
      event.preventDefault();
      return onEnter();
    }
    const page = Math.max(1, endIndex - startIndex - 1);
    const from = keysFrom(event.key, active, selection, lastPlace.current);
    const next = moveSelection(event.key, from, count, page);
    if (next === null) return;
    event.preventDefault();
    choose(next);
    rows.scrollToIndex(next);
  };

  return (
    <div className="queue-list">
      <ListHead failure={pages.failure} />
      <div ref={place} className="queue-place">
        <div
          ref={scroller}
          className="queue-rows"
          data-testid="queue-rows"
          data-scrolls
          style={{ maxHeight: room }}
          role="listbox"
          tabIndex={0}
          aria-label={t('queue.rows')}
          aria-activedescendant={active === null ? undefined : `save-${active}`}
          onKeyDown={onKeyDown}
          onFocus={({ currentTarget }) => {
            // A finger that gives the focus is about to choose a row itself.
            const isByKey = currentTarget.matches(':focus-visible');
            if (isByKey && selection === null && count > 0) choose(0);
          }}
        >
          <div role="presentation" className="queue-space" style={{ height: rows.getTotalSize() }}>
            {drawn.map(({ index, start }) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself has the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the list names the active row
              <div
                key={index}
                id={`save-${index}`}
                role="option"
                aria-selected={index === active}
                aria-setsize={count}
                aria-posinset={index + 1}
                className="queue-row"
                data-testid={`row-${pages.rowAt(index)?.slip ?? ''}`}
                style={{ height, transform: `translateY(${start}px)` }}
                onClick={() => choose(index)}
              >
                <Row row={pages.rowAt(index)} now={now} />
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

/** What stands in each column; in its place, that the rows cannot be read just now. */
function ListHead({ failure }: { failure: ReadFailure | null }) {
  const { t } = useTranslation();
  if (failure !== null) {
    const isTooFast = failure.code === 'lookup.too-fast';
    return (
      <p className="queue-read-failure tone-warning" role="alert" data-testid="queue-read-failure">
        {t(isTooFast ? 'queue.tooFast' : 'queue.readFailed', { count: failure.waitSeconds })}
      </p>
    );
  }
  // Each row says it to a screen reader by what it holds.
  return (
    <div className="queue-columns" aria-hidden="true">
      {(['slip', 'time', 'who', 'state'] as const).map((column) => (
        <span key={column}>{t(`queue.columns.${column}`)}</span>
      ))}
    </div>
  );
}

function Row({ row, now }: { row: SaveRow | undefined; now: number }) {
  const { t, i18n } = useTranslation();
  if (row === undefined) return <span className="queue-row-empty">{t('queue.loading')}</span>;
  return (
    <>
      <strong className="line-slip">{row.slip}</strong>
      <time className="queue-quiet" dateTime={new Date(row.createdAt).toISOString()}>
        {saveTime(i18n.language, row.createdAt, now)}
      </time>
      <span className="queue-who" data-shortened>
        {row.word !== null && (
          <span className="queue-word-mark" role="img" aria-label={t('queue.hasWord')}>
            <Icon name="word" />
          </span>
        )}
        <span>{row.masked.mobile || t('recent.noMobile')}</span> <span>{row.masked.name}</span>
      </span>
      <StatePill {...row} />
    </>
  );
}
