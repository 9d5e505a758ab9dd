import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaveRow } from '../../../app/outbox/saveList.ts';
import { useMediaQuery } from '../../media/useMediaQuery.ts';
import { StatePill } from '../StatePill.tsx';
import { saveTime } from '../saveTime.ts';
import { useNow } from '../useNow.ts';
import { moveSelection } from './moveSelection.ts';
import type { SavePages } from './SavePages.ts';

/** Heights of a row in px, as the stylesheet draws it: in one line, and in two where it is narrow. */
const ROW = { wide: 56, narrow: 80 } as const;

/** The row that the keys move: which, and where it stood when it was chosen. */
export interface Selection {
  index: number;
  /** Null until the row at that place has been loaded. */
  slip: string | null;
}

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
  const isWide = useMediaQuery('(min-width: 960px)');
  const height = isWide ? ROW.wide : ROW.narrow;
  const count = pages.total ?? 0;
  const active = placeOf(pages, selection);
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

  const choose = (index: number) => onSelect({ index, slip: pages.rowAt(index)?.slip ?? null });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      // Else the same press would press the button that gets the focus.
      event.preventDefault();
      return onEnter();
    }
    const page = Math.max(1, endIndex - startIndex - 1);
    const next = moveSelection(event.key, active, count, page);
    if (next === null) return;
    event.preventDefault();
    choose(next);
    rows.scrollToIndex(next);
  };

  return (
    <div
      ref={scroller}
      className="queue-rows"
      data-testid="queue-rows"
      data-scrolls
      role="listbox"
      tabIndex={0}
      aria-label={t('queue.rows')}
      aria-activedescendant={active === null ? undefined : `save-${active}`}
      onKeyDown={onKeyDown}
      onFocus={({ currentTarget }) => {
        // A finger that gives the focus is about to choose a row itself.
        const isByKey = currentTarget.matches(':focus-visible');
        if (isByKey && active === null && count > 0) choose(0);
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
  );
}

/** Where the chosen row stands now: rows come in above it while it is being looked at. */
function placeOf(pages: SavePages, selection: Selection | null): number | null {
  if (selection === null || pages.total === null || pages.total === 0) return null;
  const now = selection.slip === null ? null : pages.indexOf(selection.slip);
  return now ?? Math.min(selection.index, pages.total - 1);
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
        <span>{row.masked.mobile || t('recent.noMobile')}</span> <span>{row.masked.name}</span>
      </span>
      <StatePill state={row.state} />
    </>
  );
}
