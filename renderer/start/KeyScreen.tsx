import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { KeyQuestion } from '../../app/keys/keyQuestion.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { PinPrompt } from '../manager/PinPrompt.tsx';
import { Modal } from '../parts/Modal.tsx';
import './keyScreen.css';

/** Why the till does not open for its key, and the two ways on. */
export function KeyScreen({ question }: { question: KeyQuestion }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [isDeciding, setDeciding] = useState(false);
  return (
    <main className="plain key-screen" data-testid="key-screen">
      <h1 className="plain-title">{t('key.title')}</h1>
      <p role="alert">{t(`key.problem.${question.problem}`)}</p>
      <p>{t('key.safe')}</p>
      <p>{t('key.trying')}</p>
      <div className="buttons">
        <button
          type="button"
          className="button"
          data-testid="key-new"
          onClick={() => setDeciding(true)}
        >
          {t('key.new')}
        </button>
        <button
          type="button"
          className="button button-primary"
          data-testid="key-again"
          onClick={() => void bridge.tryKeyAgain().catch(() => undefined)}
        >
          {t('key.again')}
        </button>
      </div>
      <p className="field-hint">{t('key.detail', { detail: question.detail })}</p>
      {isDeciding && <NewQueue needsPin={question.needsPin} onClose={() => setDeciding(false)} />}
    </main>
  );
}

/** The manager's PIN where one is known, otherwise a second press. */
function NewQueue({ needsPin, onClose }: { needsPin: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [refusal, setRefusal] = useState<BridgeError['code'] | 'no-answer' | null>(null);
  const begin = async (pin: string) => {
    const answer = await bridge.startNewQueue({ pin });
    if (!answer.ok) return answer.error;
    onClose();
    return null;
  };
  if (needsPin) {
    return (
      <PinPrompt
        title={t('key.newTitle')}
        action={t('key.begin')}
        giveUp={t('key.back')}
        className="key-pin"
        onPin={begin}
        onClose={onClose}
      >
        <p className="key-what" data-testid="key-what">
          {t('key.newWhat')}
        </p>
      </PinPrompt>
    );
  }
  return (
    <Modal title={t('key.newTitle')} testId="key-confirm" className="key-confirm" onClose={onClose}>
      <p>{t('key.newWhat')}</p>
      <p className="field-error" role="alert" data-testid="key-said">
        {refusal && t(`failure.${refusal}`)}
      </p>
      <div className="buttons">
        <button type="button" className="button" data-testid="key-back" onClick={onClose}>
          {t('key.back')}
        </button>
        <button
          type="button"
          className="button button-primary"
          data-testid="key-begin"
          onClick={async () => {
            const error = await begin('').catch(() => ({ code: 'no-answer' as const }));
            setRefusal(error?.code ?? null);
          }}
        >
          {t('key.begin')}
        </button>
      </div>
    </Modal>
  );
}
