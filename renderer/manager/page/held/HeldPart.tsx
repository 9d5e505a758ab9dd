import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { namesOperator } from '../../../../app/gateway/wrongField.ts';
import { type BulkDeed, causeKey, type HeldGroup } from '../../../../app/outbox/bulk.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { heldWords } from '../../../queue/heldWords.ts';
import { failureKey } from '../../../queue/panel/failureKey.ts';
import { ManagerTable } from '../ManagerTable.tsx';
import { Said } from '../Said.tsx';
import { useManagerAnswer } from '../useManagerAnswer.ts';
import { useMoment } from '../useMoment.ts';
import { BulkDialog } from './BulkDialog.tsx';
import { RunList, RunningBar } from './BulkRuns.tsx';
import { HeldGroupPart } from './HeldGroupPart.tsx';
import './heldPart.css';
import { useBulkRuns } from './useBulkRuns.ts';

/** What is held, by why; what can be done with all of a group, and what was done. */
export function HeldPart() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const moment = useMoment();
  const [asked, again] = useManagerAnswer(useCallback(() => bridge.listHeldGroups(), [bridge]));
  const { runs, running, failure, look, cancel } = useBulkRuns();
  const [chosen, setChosen] = useState<string | null>(null);
  const [undone, setUndone] = useState<{ deed: BulkDeed; title: string } | null>(null);
  const groups = asked.kind === 'answered' ? asked.value : null;
  const group = groups?.find((one) => causeKey(one) === chosen) ?? null;
  const isRunning = running !== null;
  const wasRunning = useRef(isRunning);
  /** What was seen under way stays in sight when it is over. */
  const [seen, setSeen] = useState<string | null>(null);
  const over = runs.filter(({ state }) => state !== 'running');
  const undo = (run: string, title: string) => setUndone({ deed: { kind: 'undo', run }, title });
  // What was done has changed the groups.
  useEffect(() => {
    if (wasRunning.current !== isRunning) again();
    wasRunning.current = isRunning;
  }, [isRunning, again]);
  useEffect(() => {
    if (running !== null) setSeen(running.id);
  }, [running]);
  const isGroupShown = group !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them may take the button away that has the focus
  useEffect(() => {
    const active = document.activeElement;
    const isLost =
      active === document.body || (active instanceof HTMLButtonElement && active.disabled);
    if (isLost) document.getElementById('manager-section')?.focus();
  }, [isRunning, isGroupShown]);
  const words = (one: HeldGroup) => {
    const plain = heldWords(t, { ...one, busyHours: null });
    // No field of the form, and all the same what can be corrected here.
    if (one.field !== null || !namesOperator(one)) return plain;
    return t('heldReason.withText', { plain, text: t('manager.held.columns.operator') });
  };
  return (
    <>
      {running !== null && <RunningBar run={running} onCancel={cancel} />}
      {running === null && (
        <RunList
          testId="bulk-result"
          runs={over.filter(({ id }) => id === seen)}
          isRunning={false}
          onUndo={undo}
        />
      )}
      <Said asked={asked} />
      {group !== null && (
        <HeldGroupPart
          key={causeKey(group)}
          group={group}
          words={words(group)}
          isRunning={isRunning}
          onBegun={look}
          onLeft={again}
          onBack={() => setChosen(null)}
        />
      )}
      {groups !== null && group === null && (
        <ManagerTable
          label={t('manager.sections.held')}
          testId="held-groups"
          empty={t('manager.held.none')}
          columns={(['cause', 'code', 'count', 'oldest'] as const).map((column) =>
            t(`manager.held.columns.${column}`),
          )}
          rows={groups.map((one, index) => ({
            key: causeKey(one),
            cells: [
              <button
                key="cause"
                type="button"
                className="held-cause"
                data-testid={`held-group-${index}`}
                aria-label={t('manager.held.choose', { cause: words(one) })}
                onClick={() => setChosen(causeKey(one))}
              >
                {words(one)}
              </button>,
              <span key="code" className="held-codes">
                {[one.code, one.subCode].filter(Boolean).join(' · ')}
              </span>,
              one.count,
              moment(one.oldestAt),
            ],
          }))}
        />
      )}
      <p className="field-error" role="alert">
        {failure !== null && failure !== 'session.ended' && t(failureKey(failure))}
      </p>
      <RunList
        testId="bulk-runs"
        runs={over.filter(({ id }) => id !== seen)}
        isRunning={isRunning}
        onUndo={undo}
      />
      {undone !== null && (
        <BulkDialog
          title={undone.title}
          kind="undo"
          deedOf={() => undone.deed}
          onBegun={look}
          onClose={() => setUndone(null)}
        />
      )}
    </>
  );
}
