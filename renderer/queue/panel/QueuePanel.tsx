import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxView } from '../../../app/outbox/outboxView.ts';
import type { CorrectionDraft } from '../../../app/outbox/queueCalls.ts';
import type { SaveFilter } from '../../../app/outbox/saveList.ts';
import { useCloseKey } from '../../keys/useCloseKey.ts';
import { Modal } from '../../parts/Modal.tsx';
import { DrainBar } from './DrainBar.tsx';
import { FilterChoice } from './FilterChoice.tsx';
import { focusTestId } from './focusTestId.ts';
import { OtherApps } from './OtherApps.tsx';
import type { Selection } from './placeInRows.ts';
import './queuePanel.css';
import { QueueStrip } from './QueueStrip.tsx';
import { SaveDetail } from './SaveDetail.tsx';
import { SaveRows } from './SaveRows.tsx';
import { useSavePages } from './useSavePages.ts';
import { useSaveRow } from './useSaveRow.ts';

export interface QueuePanelProps {
  view: OutboxView | null;
  operatorId: string;
  /** The save that it was opened for, or null. */
  slip: string | null;
  onCorrect: (draft: CorrectionDraft) => void;
  onClose: () => void;
}

/** Every save of this till, by state or by slip, and what somebody can do about each. */
export function QueuePanel({ view, operatorId, slip, onCorrect, onClose }: QueuePanelProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<SaveFilter>(() =>
    slip === null ? firstFilter(view) : 'all',
  );
  const [search, setSearch] = useState('');
  const [selection, setSelection] = useState<Selection | null>(() =>
    slip === null ? null : { index: 0, slip },
  );
  // A slip is looked for everywhere: who has one in the hand does not know what has become of it.
  const pages = useSavePages({ filter: search === '' ? filter : 'all', search }, view);
  // The only one that is found, or that needs somebody, is what brings somebody here. It is chosen for good, as by a
  // press: what else comes to stand there would take it, and a PIN that is being typed about it, out of somebody's hands.
  const isAlone = pages?.total === 1 && (search !== '' || filter === 'held');
  const only = isAlone ? pages.rowAt(0)?.slip : undefined;
  if (selection === null && only !== undefined) setSelection({ index: 0, slip: only });
  const row = useSaveRow(selection?.slip ?? null, view);

  // A row that was chosen before it was read is the one that was read there first: the list may move on.
  const read = selection?.slip === null ? pages?.rowAt(selection.index)?.slip : undefined;
  useEffect(() => {
    if (read !== undefined) setSelection((now) => now && { ...now, slip: now.slip ?? read });
  }, [read]);

  // Whoever opens the panel looks for a slip, or goes down the list from here.
  useEffect(() => focusTestId('queue-search'), []);

  const show = (next: { filter?: SaveFilter; search?: string }) => {
    setSelection(null);
    setFilter(next.filter ?? filter);
    setSearch(next.search ?? '');
  };

  useCloseKey('F8', onClose);

  return (
    <Modal
      title={t('queue.title')}
      hidesTitle
      testId="queue-panel"
      className="queue"
      onClose={onClose}
    >
      <div className="queue-body">
        <div className="queue-head">
          {/* The dialog has this title already, for a screen reader. */}
          <p className="queue-title" aria-hidden="true">
            {t('queue.title')}
          </p>
          <QueueStrip view={view} />
          <button
            type="button"
            className="button"
            data-testid="close-queue"
            aria-keyshortcuts="F8 Escape"
            onClick={onClose}
          >
            <kbd>F8</kbd> {t('queue.close')}
          </button>
        </div>
        <DrainBar view={view} />
        <OtherApps view={view} operatorId={operatorId} />
        <div className="queue-choose">
          <FilterChoice
            filter={search === '' ? filter : 'all'}
            view={view}
            acceptedToday={pages?.acceptedToday ?? 0}
            onFilter={(next) => show({ filter: next })}
          />
          <input
            className="input queue-search"
            type="search"
            data-testid="queue-search"
            aria-label={t('queue.search')}
            placeholder={t('queue.searchHint')}
            autoComplete="off"
            value={search}
            onChange={(event) => show({ search: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
              event.preventDefault();
              focusTestId('queue-rows');
            }}
          />
        </div>
        <div className="queue-desk">
          {pages === null || pages.total === null || pages.total > 0 ? (
            pages && (
              <SaveRows
                key={`${filter} ${search}`}
                pages={pages}
                selection={selection}
                onSelect={setSelection}
                onEnter={() =>
                  document.querySelector<HTMLElement>('.queue-actions button')?.focus()
                }
              />
            )
          ) : (
            <p className="queue-nothing" data-testid="queue-nothing">
              {search === '' ? t('queue.nothing') : t('queue.notFound')}
            </p>
          )}
          {row === null ? (
            <p className="queue-nothing queue-hint">{t('queue.hint')}</p>
          ) : (
            <SaveDetail
              key={row.requestId}
              row={row}
              operatorId={operatorId}
              onCorrect={onCorrect}
            />
          )}
        </div>
      </div>
    </Modal>
  );
}

/** What most likely brings somebody here. */
function firstFilter(view: OutboxView | null): SaveFilter {
  if ((view?.counts.held ?? 0) > 0) return 'held';
  return (view?.waiting ?? 0) > 0 ? 'waiting' : 'all';
}
