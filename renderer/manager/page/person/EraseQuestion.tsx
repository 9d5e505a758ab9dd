import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSameIdentity } from './typedIdentity.ts';
import type { FoundPerson } from './usePerson.ts';
import { whatIsLost } from './whatIsLost.ts';

interface EraseQuestionProps {
  found: FoundPerson;
  /** It is being done: that takes as long as an answer that is under way. */
  isBusy: boolean;
  onErase: () => void;
  onKeep: () => void;
}

/**
 * Names what is lost. There is no way back, so it takes the number or code once more: no press by mistake, and no Enter
 * that was meant for something else, erases anybody.
 */
export function EraseQuestion({ found, isBusy, onErase, onKeep }: EraseQuestionProps) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { saves } = found.view;
  const lost = whatIsLost(found.view);
  const isHindered = lost.comeBack.length > 0;
  useEffect(() => {
    // What is asked is read from its beginning.
    field.current?.focus({ preventScroll: true });
    field.current?.form?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <form
      className="person-question"
      aria-labelledby={`${id}-title`}
      data-testid="erase-question"
      noValidate
      onKeyDown={(event) => {
        // It answers the question; only with the next one the page is left.
        if (event.key !== 'Escape' || event.nativeEvent.isComposing || isBusy) return;
        event.preventDefault();
        onKeep();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        const isSame = isSameIdentity(typed, found.identity);
        setWrong(!isSame);
        if (isSame && !isHindered) onErase();
      }}
    >
      <h4 id={`${id}-title`}>{t('manager.person.question.title')}</h4>
      <p>{t('manager.person.question.about', { count: saves.length })}</p>
      <ul>
        {(['lost', 'sending', 'comeBack', 'joined', 'lent'] as const).map((kind) =>
          lost[kind].length === 0 ? null : (
            <li key={kind} className={kind === 'lost' ? 'person-lost' : undefined}>
              {t(`manager.person.question.${kind}`, { slips: lost[kind].join(', ') })}
            </li>
          ),
        )}
        {found.view.aside.length > 0 && (
          <li>{t('manager.person.question.aside', { names: found.view.aside.join(', ') })}</li>
        )}
        <li>{t('manager.person.question.files')}</li>
      </ul>
      <label className="field-label" htmlFor={id}>
        {t('manager.person.question.again')}
      </label>
      <input
        id={id}
        ref={field}
        className="input"
        data-testid="erase-again"
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        value={typed}
        aria-invalid={isWrong}
        aria-describedby={`${id}-wrong`}
        onChange={({ target }) => {
          setTyped(target.value);
          setWrong(false);
        }}
      />
      <p id={`${id}-wrong`} className="field-error" role="alert" data-testid="erase-differs">
        {isWrong && t('manager.person.question.differs')}
      </p>
      <div className="buttons">
        <button type="button" className="button" data-testid="erase-keep" onClick={onKeep}>
          {t('manager.person.question.keep')}
        </button>
        <button
          type="submit"
          className="button button-danger"
          data-testid="erase-confirm"
          disabled={isHindered}
          aria-busy={isBusy}
        >
          {t(`manager.person.question.${isBusy ? 'underWay' : 'confirm'}`)}
        </button>
      </div>
    </form>
  );
}
