import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComputerAnswer, ComputerQuestion } from '../../app/computer/computerQuestion.ts';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { PinPrompt } from '../manager/PinPrompt.tsx';
import { Modal } from '../parts/Modal.tsx';
import './computer.css';

interface ComputerPromptProps {
  question: ComputerQuestion;
  /** Not now, or answered. */
  onClose: () => void;
}

/** The data have come along from another computer: first which of the two sends them, then the manager's word for it. */
export function ComputerPrompt({
  question,
  onShown,
  onClose,
}: ComputerPromptProps & { onShown: () => void }) {
  const { t } = useTranslation();
  const [answer, setAnswer] = useState<ComputerAnswer | null>(null);
  const whenShown = useRef(onShown);
  useLayoutEffect(() => whenShown.current(), []);
  const count = question.inherited;
  if (answer !== null)
    return (
      <Sure
        key={answer}
        answer={answer}
        question={question}
        onBack={() => setAnswer(null)}
        onClose={onClose}
      />
    );
  return (
    <Modal
      title={t('computer.title')}
      testId="computer-prompt"
      className="computer"
      onClose={onClose}
      // By the lock of the screen: it asks again when somebody is there.
      onClosed={() => undefined}
    >
      <p>{t('computer.why', { count })}</p>
      <div className="computer-answers">
        {(['moved', 'start-empty'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="button computer-answer"
            data-testid={`computer-${one}`}
            onClick={() => setAnswer(one)}
          >
            <strong>{t(`computer.answer.${one}`)}</strong>
            <span>{t(`computer.means.${one}`, { count })}</span>
          </button>
        ))}
      </div>
      <div className="buttons">
        <button type="button" className="button" data-testid="computer-later" onClick={onClose}>
          {t('computer.later')}
        </button>
      </div>
    </Modal>
  );
}

interface SureProps extends ComputerPromptProps {
  answer: ComputerAnswer;
  onBack: () => void;
}

/** The manager's PIN where there is one, otherwise a second press. */
function Sure({ answer, question, onBack, onClose }: SureProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [refusal, setRefusal] = useState<BridgeError['code'] | 'no-answer' | null>(null);
  const words = t(`computer.sure.${answer}`, { count: question.inherited });
  const title = t(`computer.answer.${answer}`);
  const say = async (pin: string) => {
    const reply = await bridge.answerComputer({ pin, answer });
    if (!reply.ok) return reply.error;
    onClose();
    return null;
  };
  if (question.needsPin)
    return (
      <PinPrompt
        title={title}
        action={t(`computer.action.${answer}`)}
        giveUp={t('computer.back')}
        working={t('computer.working')}
        className="computer-pin"
        onPin={say}
        onClose={onBack}
      >
        <p className="computer-sure" data-testid="computer-sure">
          {words}
        </p>
      </PinPrompt>
    );
  return (
    <Modal title={title} testId="computer-confirm" className="computer" onClose={onBack}>
      <p data-testid="computer-sure">{words}</p>
      <p className="field-error" role="alert" data-testid="computer-said">
        {refusal && t(`failure.${refusal}`)}
      </p>
      <div className="buttons">
        <button type="button" className="button" data-testid="computer-back" onClick={onBack}>
          {t('computer.back')}
        </button>
        <button
          type="button"
          className="button button-primary"
          data-testid="computer-do"
          onClick={async () => {
            const error = await say('').catch(() => ({ code: 'no-answer' as const }));
            setRefusal(error?.code ?? null);
          }}
        >
          {t(`computer.action.${answer}`)}
        </button>
      </div>
    </Modal>
  );
}
