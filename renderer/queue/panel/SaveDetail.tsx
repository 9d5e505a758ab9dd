import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { CorrectionDraft } from '../../../app/outbox/queueCalls.ts';
import type { SaveRow } from '../../../app/outbox/saveList.ts';
import { visibleText } from '../../i18n/visibleText.ts';
import { PinPrompt } from '../../manager/PinPrompt.tsx';
import { whyWords } from '../heldWords.ts';
import { StatePill } from '../StatePill.tsx';
import { DiscardQuestion } from './DiscardQuestion.tsx';
import { failureKey } from './failureKey.ts';
import { focusTestId } from './focusTestId.ts';
import { SaveFacts } from './SaveFacts.tsx';
import './saveDetail.css';
import { useSaveActions } from './useSaveActions.ts';

interface SaveDetailProps {
  row: SaveRow;
  operatorId: string;
  onCorrect: (draft: CorrectionDraft) => void;
}

/** One save: what is known of it, why it needs somebody, and what can be done. */
export function SaveDetail({ row, operatorId, onCorrect }: SaveDetailProps) {
  const { t } = useTranslation();
  const actions = useSaveActions(row, operatorId, onCorrect);
  const [wantsDiscard, setAskingWhy] = useState(false);
  const section = useRef<HTMLElement>(null);
  // In a narrow window it stands below the list.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const hadFocus = useRef(false);
  // The button that was pressed has gone with what it did. Not to the next one: a second Enter must not press that.
  useEffect(() => {
    if (!hadFocus.current || document.activeElement !== document.body) return;
    focusTestId('queue-rows');
  });
  const { may, slip } = row;
  const why = whyWords(t, row);
  const hasActions = may.correct || may.discard || may.requeue || may.sendAgain !== 'nobody';
  // It may have been sent while somebody was thinking.
  const isAskingWhy = wantsDiscard && may.discard;
  return (
    <section
      ref={section}
      className="queue-detail"
      aria-labelledby="queue-slip"
      data-testid="queue-detail"
      data-scrolls
      // Where nothing in it can have the focus, keys must scroll it all the same.
      tabIndex={hasActions ? undefined : 0}
      onFocus={() => {
        hadFocus.current = true;
      }}
      onBlur={() => {
        hadFocus.current = false;
      }}
    >
      <div className="queue-detail-head">
        <h3 className="queue-slip" id="queue-slip">
          {slip}
        </h3>
        <StatePill {...row} />
      </div>
      {why !== null && (
        <p className={`queue-reason ${row.state === 'held' ? 'tone-warning' : 'tone-neutral'}`}>
          {why}
        </p>
      )}
      {row.word !== null && (
        <p className="queue-word" data-testid="queue-word">
          {t('queue.word', { word: visibleText(row.word) })}
        </p>
      )}
      {!isAskingWhy && <SaveFacts row={row} />}
      {row.state === 'accepted' && (
        <p className="field-hint" data-testid="correct-how">
          {t('queue.correctHow')}
        </p>
      )}
      <p className="field-error" role="alert" data-testid="queue-failure">
        {actions.failure !== null && t(failureKey(actions.failure))}
      </p>
      {isAskingWhy ? (
        <DiscardQuestion
          title={t('queue.pin.discard', { slip })}
          action={t('queue.pinAction.discard')}
          onReason={(reason) => {
            setAskingWhy(false);
            actions.discard(reason);
          }}
          onGiveUp={() => {
            flushSync(() => setAskingWhy(false));
            focusTestId('discard');
          }}
        />
      ) : (
        <div className="queue-actions">
          {may.correct && (
            <button
              type="button"
              className={`button ${row.state === 'held' ? 'button-primary' : ''}`}
              data-testid="correct"
              onClick={() => void actions.read()}
            >
              {t('queue.correct')}
            </button>
          )}
          {may.sendAgain !== 'nobody' && (
            <button
              type="button"
              className="button"
              data-testid="send-again"
              onClick={() => void actions.sendAgain()}
            >
              {t('queue.sendAgain')}
            </button>
          )}
          {may.requeue && (
            <button
              type="button"
              className="button"
              data-testid="requeue"
              onClick={actions.requeue}
            >
              {t('queue.requeue')}
            </button>
          )}
          {may.discard && (
            <button
              type="button"
              className="button button-danger"
              data-testid="discard"
              onClick={() => setAskingWhy(true)}
            >
              {t('queue.discard')}
            </button>
          )}
        </div>
      )}
      {actions.pinStep !== null && (
        <PinPrompt
          title={t(`queue.pin.${actions.pinStep.kind}`, { slip })}
          action={t(`queue.pinAction.${actions.pinStep.kind}`)}
          isDanger={actions.pinStep.kind === 'discard'}
          onPin={actions.withPin}
          onClose={actions.giveUpPin}
        >
          {actions.pinStep.kind === 'requeue' && row.closedReason === 'moved' && (
            <p className="queue-reason tone-warning" data-testid="pin-warning">
              {t('queue.bothWouldSend')}
            </p>
          )}
        </PinPrompt>
      )}
    </section>
  );
}
