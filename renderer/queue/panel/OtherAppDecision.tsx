import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { OtherApp } from '../../../app/outbox/outboxView.ts';
import type { DiscardReason } from '../../../app/outbox/save.ts';
import { useBridge } from '../../bridge/BridgeContext.tsx';
import { PinPrompt } from '../../manager/PinPrompt.tsx';
import { Modal } from '../../parts/Modal.tsx';
import { DiscardQuestion } from './DiscardQuestion.tsx';
import { failureKey } from './failureKey.ts';
import { focusTestId } from './focusTestId.ts';
import { wordsOf } from './otherAppWords.ts';
import type { ActionFailure } from './useSaveActions.ts';

interface OtherAppDecisionProps {
  other: OtherApp;
  operatorId: string;
  onClose: () => void;
}

type Decision = { kind: 'go-on' } | { kind: 'discard-all'; reason: DiscardReason };

/** All saves of one other app at once: they go on under the present one, are closed, or move to another till. */
export function OtherAppDecision({ other, operatorId, onClose }: OtherAppDecisionProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [isAskingWhy, setAskingWhy] = useState(false);
  const [decision, setDecision] = useState<Decision | null>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const { app, brandId, count } = other;

  const decide = async (pin: string) => {
    if (decision === null) return null;
    if (operatorId === '') {
      setDecision(null);
      setFailure('operator.unknown');
      return null;
    }
    const choice = { app, brandId, operatorId, pin };
    const reply = await (decision.kind === 'go-on'
      ? bridge.goOnWithApp(choice)
      : bridge.discardApp({ ...choice, reason: decision.reason }));
    if (reply.ok) {
      onClose();
      return null;
    }
    if (reply.error.code.startsWith('pin.')) return reply.error;
    setDecision(null);
    setFailure(reply.error.code);
    return null;
  };

  return (
    <Modal
      title={t('queue.otherApp.title', wordsOf(other))}
      testId="other-app-decision"
      className="other-app-decision"
      onClose={onClose}
    >
      <p>{t(other.mayGoOn ? 'queue.otherApp.why' : 'queue.otherApp.otherBrand', wordsOf(other))}</p>
      <p className="field-error" role="alert" data-testid="other-app-failure">
        {failure !== null && t(failureKey(failure))}
      </p>
      {isAskingWhy ? (
        <DiscardQuestion
          title={t('queue.pin.discard-all', { count })}
          action={t('queue.pinAction.discard-all')}
          onReason={(reason) => {
            setAskingWhy(false);
            setDecision({ kind: 'discard-all', reason });
          }}
          onGiveUp={() => {
            flushSync(() => setAskingWhy(false));
            focusTestId('discard-all');
          }}
        />
      ) : (
        <div className="other-app-actions">
          {other.mayGoOn && (
            <button
              type="button"
              className="button button-primary"
              data-testid="go-on"
              onClick={() => setDecision({ kind: 'go-on' })}
            >
              {t('queue.otherApp.goOn')}
            </button>
          )}
          <button
            type="button"
            className="button button-danger"
            data-testid="discard-all"
            onClick={() => setAskingWhy(true)}
          >
            {t('queue.otherApp.discard')}
          </button>
          <button type="button" className="button" data-testid="other-app-later" onClick={onClose}>
            {t('queue.otherApp.later')}
          </button>
        </div>
      )}
      <p className="field-hint">{t('queue.otherApp.move')}</p>
      {decision !== null && (
        <PinPrompt
          title={t(`queue.pin.${decision.kind}`, { count })}
          action={t(`queue.pinAction.${decision.kind}`)}
          isDanger={decision.kind === 'discard-all'}
          onPin={decide}
          onClose={() => setDecision(null)}
        />
      )}
    </Modal>
  );
}
