import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OUTER_TYPES, type OuterType } from '../../../../app/member/memberFields.ts';
import type { BulkDeed, HeldCause, HeldGroup } from '../../../../app/outbox/bulk.ts';
import { DISCARD_REASONS, type DiscardReason } from '../../../../app/outbox/save.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { useTill } from '../../../bridge/useTill.ts';
import { Icon } from '../../../icons/Icon.tsx';
import { useManager } from '../ManagerContext.ts';
import { Said } from '../Said.tsx';
import { useManagerAnswer } from '../useManagerAnswer.ts';
import { BulkDialog, type Choice } from './BulkDialog.tsx';
import { BulkRows } from './BulkRows.tsx';
import { WordForm } from './WordForm.tsx';

const DEEDS = ['resend', 'operator', 'outerType', 'discard'] as const;
type Named = (typeof DEEDS)[number];

interface HeldGroupPartProps {
  group: HeldGroup;
  /** Why they are held. */
  words: string;
  /** One run at a time. */
  isRunning: boolean;
  onBegun: () => void;
  /** A word was left about it. */
  onLeft: () => void;
  onBack: () => void;
}

/** One group: its first rows, and what can be done with all of it. */
export function HeldGroupPart({
  group,
  words,
  isRunning,
  onBegun,
  onLeft,
  onBack,
}: HeldGroupPartProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { operatorId } = useManager();
  const status = useTill();
  const [chosen, setChosen] = useState<Named | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed has gone; what came for it is read aloud.
  useEffect(() => heading.current?.focus(), []);
  const { heldReason, code, subCode, field, count } = group;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with another number of saves the first ones are others
  const look = useCallback(() => {
    const cause = { heldReason, code, subCode, field };
    return bridge.previewBulk({ operatorId, deed: { kind: 'resend', cause } });
  }, [bridge, operatorId, heldReason, code, subCode, field, count]);
  const [asked] = useManagerAnswer(look);
  const cause: HeldCause = { heldReason, code, subCode, field };
  const operators = status.kind === 'ready' ? status.till.operators : [];
  const choices: Record<Named, readonly Choice[] | null> = {
    resend: null,
    operator: operators.map(({ id, name }) => ({ value: id, words: `${name} · ${id}` })),
    outerType: OUTER_TYPES.map((value) => ({ value, words: t(`form.outerTypes.${value}`) })),
    discard: DISCARD_REASONS.map((value) => ({ value, words: t(`queue.reasons.${value}`) })),
  };
  return (
    <div data-testid="held-group">
      <button type="button" className="button" data-testid="held-back" onClick={onBack}>
        <Icon name="arrow-left" />
        {t('manager.held.back')}
      </button>
      <h4 className="held-title" tabIndex={-1} ref={heading}>
        {t('manager.held.group', { cause: words, count })}
      </h4>
      <div className="held-deeds">
        {DEEDS.map((named) => (
          <button
            key={named}
            type="button"
            className={`button ${named === 'discard' ? 'button-danger' : ''}`}
            data-testid={`bulk-${named}`}
            disabled={isRunning}
            onClick={() => setChosen(named)}
          >
            {t(`manager.held.deeds.${named}`)}
          </button>
        ))}
      </div>
      <h5>{t('manager.held.rows')}</h5>
      <Said asked={asked} />
      {asked.kind === 'answered' && (
        <BulkRows rows={asked.value.rows.map((row) => ({ ...row, left: null }))} />
      )}
      <WordForm cause={cause} word={group.word} onLeft={onLeft} />
      {chosen !== null && (
        <BulkDialog
          title={t(`manager.held.dialog.${chosen}`)}
          kind={chosen}
          choices={choices[chosen]}
          deedOf={(value) => deedOf(chosen, cause, value)}
          onBegun={onBegun}
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  );
}

function deedOf(named: Named, cause: HeldCause, value: string): BulkDeed {
  switch (named) {
    case 'resend':
      return { kind: 'resend', cause };
    case 'discard':
      return { kind: 'discard', cause, reason: value as DiscardReason };
    case 'operator':
      return { kind: 'correct', cause, change: { field: 'operator', value } };
    case 'outerType':
      return { kind: 'correct', cause, change: { field: 'outerType', value: value as OuterType } };
  }
}
