import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { OuterType } from '../../../../app/member/memberFields.ts';
import type { BulkRun } from '../../../../app/outbox/bulk.ts';
import type { DiscardReason } from '../../../../app/outbox/save.ts';
import { ManagerTable } from '../ManagerTable.tsx';
import { useMoment } from '../useMoment.ts';
import { useOperatorWords } from '../useOperatorWords.ts';
import { LeftList } from './LeftList.tsx';

/** What is under way, and the way to stop it. */
export function RunningBar({ run, onCancel }: { run: BulkRun; onCancel: () => void }) {
  const { t } = useTranslation();
  const operatorWords = useOperatorWords();
  const { tried, total } = run;
  return (
    <div className="held-run" data-testid="bulk-running">
      <progress
        className="held-bar"
        value={tried}
        max={total}
        aria-label={t('manager.held.run.progress')}
      />
      <span className="held-run-words" role="status">
        {whatWords(t, run, operatorWords)} · {t('manager.held.run.tried', { tried, total })}
      </span>
      <button type="button" className="button" data-testid="bulk-cancel" onClick={onCancel}>
        {t('manager.held.run.cancel')}
      </button>
    </div>
  );
}

interface RunListProps {
  testId: string;
  runs: readonly BulkRun[];
  /** One at a time. */
  isRunning: boolean;
  /** `title`: what the question is called. */
  onUndo: (run: string, title: string) => void;
}

/** What was done, how far it came, and the way back. */
export function RunList({ testId, runs, isRunning, onUndo }: RunListProps) {
  const { t } = useTranslation();
  const moment = useMoment();
  const operatorWords = useOperatorWords();
  if (runs.length === 0) return null;
  return (
    <section className="held-runs" data-testid={testId} aria-label={t('manager.held.run.list')}>
      <h4>{t('manager.held.run.list')}</h4>
      <ManagerTable
        label={t('manager.held.run.list')}
        testId={`${testId}-rows`}
        empty=""
        columns={(['what', 'done', 'when'] as const).map((column) =>
          t(`manager.held.columns.${column}`),
        )}
        rows={runs.map((run, index) => ({
          key: run.id,
          cells: [
            <div key="what">
              <span>{whatWords(t, run, operatorWords)}</span>
              <p className="held-quiet">
                <span>{t('manager.held.run.by', { operator: operatorWords(run.operatorId) })}</span>
                {run.state !== 'running' && (
                  <>
                    {' · '}
                    <span>{t(`manager.held.run.state.${run.state}`)}</span>
                  </>
                )}
              </p>
              <LeftList left={run.left} />
            </div>,
            t('manager.held.run.done', { done: run.done, total: run.total }),
            <div key="when">
              <span>{moment(run.startedAt)}</span>
              {run.undoUntil !== null && (
                <div className="held-undo">
                  <button
                    type="button"
                    className="button"
                    data-testid={`${testId}-undo-${index}`}
                    disabled={isRunning}
                    onClick={() => {
                      const named = {
                        what: whatWords(t, run, operatorWords),
                        time: moment(run.startedAt),
                      };
                      onUndo(run.id, t('manager.held.run.undoOf', named));
                    }}
                  >
                    {t('manager.held.run.undo')}
                  </button>
                  <span className="held-quiet">
                    {t('manager.held.run.until', { time: moment(run.undoUntil) })}
                  </span>
                </div>
              )}
            </div>,
          ],
        }))}
      />
    </section>
  );
}

/** What a run does, or did. */
function whatWords(
  t: TFunction,
  { kind, of, field, value }: BulkRun,
  operatorWords: (operatorId: string) => string,
): string {
  const done = kind === 'undo' ? (of ?? 'discard') : kind;
  const shown = field === 'operator' ? operatorWords(value) : value;
  const what = doneWords(t, done, field, shown);
  return kind === 'undo' ? t('manager.held.run.kind.undo', { what }) : what;
}

function doneWords(
  t: TFunction,
  kind: 'resend' | 'discard' | 'correct',
  field: BulkRun['field'],
  value: string,
): string {
  if (kind === 'resend') return t('manager.held.run.kind.resend');
  if (kind === 'discard')
    return t('manager.held.run.kind.discard', {
      value: t(`queue.reasons.${value as DiscardReason}`),
    });
  const shown = field === 'outerType' ? t(`form.outerTypes.${value as OuterType}`) : value;
  return t(`manager.held.run.kind.${field ?? 'operator'}`, { value: shown });
}
