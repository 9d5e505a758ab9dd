import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldCause } from '../../../../app/outbox/bulk.ts';
import { LONGEST_WORD } from '../../../../app/outbox/managersWord.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { visibleText } from '../../../i18n/visibleText.ts';
import { failureKey } from '../../../queue/panel/failureKey.ts';
import { type ManagerFailure, useManager } from '../ManagerContext.ts';

interface WordFormProps {
  cause: HeldCause;
  /** What was left about all of the group, or null. */
  word: string | null;
  onLeft: () => void;
}

/** `S-0187`, `187` */
const SLIP = /^\s*(?:S-?)?0*([1-9]\d{0,11})\s*$/i;

/** What the manager leaves for the cashier, about one save of the group or about all of it. */
export function WordForm({ cause, word, onLeft }: WordFormProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { call, operatorId } = useManager();
  const id = useId();
  const [text, setText] = useState(word ?? '');
  const [slip, setSlip] = useState('');
  const [said, setSaid] = useState<'kept' | 'takenBack' | null>(null);
  const [failure, setFailure] = useState<ManagerFailure | 'not-here' | null>(null);
  const leave = async () => {
    setSaid(null);
    const number = slip.trim() === '' ? null : Number(SLIP.exec(slip)?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) return setFailure('not-here');
    const answer = await call(() => bridge.leaveWord({ operatorId, cause, slip: number, text }));
    // Of one that was typed nothing is known but that it is not among these.
    const isNotHere = !answer.ok && answer.code === 'save.changed' && number !== null;
    setFailure(answer.ok ? null : isNotHere ? 'not-here' : answer.code);
    if (!answer.ok) return;
    setSaid(text.trim() === '' ? 'takenBack' : 'kept');
    onLeft();
  };
  return (
    <form
      className="held-word"
      data-testid="word-form"
      onSubmit={(event) => {
        event.preventDefault();
        void leave();
      }}
    >
      <h5>{t('manager.held.word.title')}</h5>
      {word !== null && (
        <p className="held-quiet" data-testid="word-now">
          {t('manager.held.word.is', { word: visibleText(word) })}
        </p>
      )}
      <div className="manager-filters">
        <label className="manager-filter held-word-text" htmlFor={`${id}-text`}>
          <span className="field-label">{t('manager.held.word.text')}</span>
          <input
            id={`${id}-text`}
            className="input"
            data-testid="word-text"
            autoComplete="off"
            maxLength={LONGEST_WORD}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <label className="manager-filter" htmlFor={`${id}-slip`}>
          <span className="field-label">{t('manager.held.word.slip')}</span>
          <input
            id={`${id}-slip`}
            className="input"
            data-testid="word-slip"
            autoComplete="off"
            maxLength={16}
            value={slip}
            onChange={({ target }) => setSlip(target.value)}
          />
        </label>
      </div>
      <button type="submit" className="button" data-testid="word-leave">
        {t('manager.held.word.keep')}
      </button>
      <p className="held-quiet" role="status" data-testid="word-said">
        {said !== null && t(`manager.held.word.${said}`)}
      </p>
      <p className="field-error" role="alert" data-testid="word-failure">
        {failure === 'not-here' && t('manager.held.word.notHere')}
        {failure !== null && failure !== 'not-here' && t(failureKey(failure))}
      </p>
    </form>
  );
}
