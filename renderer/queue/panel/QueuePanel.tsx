import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxView } from '../../../app/outbox/outboxView.ts';
import type { CorrectionDraft } from '../../../app/outbox/queueCalls.ts';
import type { SaveFilter } from '../../../app/outbox/saveList.ts';
import { Modal } from '../../manager/Modal.tsx';
import { DrainBar } from './DrainBar.tsx';
import { FilterChoice } from './FilterChoice.tsx';
import { focusTestId } from './focusTestId.ts';
import { OtherApps } from './OtherApps.tsx';
import './queuePanel.css';
import { QueueStrip } from './QueueStrip.tsx';
import { SaveDetail } from './SaveDetail.tsx';
import { SaveRows, type Selection } from './SaveRows.tsx';
import { useCloseKey } from './useCloseKey.ts';
import { useSavePages } from './useSavePages.ts';
import { useSaveRow } from './useSaveRow.ts';

interface QueuePanelProps {
  view: OutboxView | null;
  operatorId: string;
  onCorrect: (draft: CorrectionDraft) => void;
  onClose: () => void;
}

/** Every save of this till, by state or by slip, and what somebody can do about each. */
export function QueuePanel({ view, operatorId, onCorrect, onClose }: QueuePanelProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<SaveFilter>(() => firstFilter(view));
  const [search, setSearch] = useState('');
  const [selection, setSelection] = useState<Selection | null>(null);
  // A slip is looked for everywhere: who has one in the hand does not know what has become of it.
  const pages = useSavePages(search === '' ? filter : 'all', search, view);
  const found = search === '' ? undefined : pages?.rowAt(0)?.slip;
  const chosen =
    selection === null ? null : (selection.slip ?? pages?.rowAt(selection.index)?.slip ?? null);
  const row = useSaveRow(chosen ?? found ?? null, view);

  // Whoever opens the panel looks for a slip, or goes down the list from here.
  useEffect(() => focusTestId('queue-search'), []);

  const show = (next: { filter?: SaveFilter; search?: string }) => {
    setSelection(null);
    setFilter(next.filter ?? filter);
    setSearch(next.search ?? '');
  };

  useCloseKey(onClose);

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
                selection={selection ?? (found === undefined ? null : { index: 0, slip: found })}
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
