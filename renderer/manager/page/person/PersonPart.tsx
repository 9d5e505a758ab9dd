import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Said } from '../Said.tsx';
import { EraseQuestion } from './EraseQuestion.tsx';
import { PersonDeeds } from './PersonDeeds.tsx';
import { PersonSearch } from './PersonSearch.tsx';
import { SaveCard } from './SaveCard.tsx';
import './personPart.css';
import { usePerson } from './usePerson.ts';

/** One person, by a whole number or code: what is here, and what becomes of it. */
export function PersonPart() {
  const { t } = useTranslation();
  const person = usePerson();
  const { found, erased, file, failure, isErasing, isBusyErasing } = person;
  const [times, setTimes] = useState(0);
  const count = useRef<HTMLParagraphElement>(null);
  const said = useRef<HTMLDivElement>(null);
  const eraseButton = useRef<HTMLButtonElement>(null);
  const wasErasing = useRef(false);
  useEffect(() => {
    if (found !== null) count.current?.focus();
  }, [found]);
  useEffect(() => {
    // What had the focus is gone with the question.
    if (erased !== null) said.current?.focus();
    else if (wasErasing.current && !isErasing) eraseButton.current?.focus();
    wasErasing.current = isErasing;
  }, [erased, isErasing]);
  return (
    <>
      <PersonSearch
        // Whom somebody has just erased need not stand there.
        key={times}
        onFind={person.find}
        onEdit={person.leaveFound}
      />
      <Said
        asked={
          failure === null ? { kind: 'answered', value: null } : { kind: 'failed', code: failure }
        }
      />
      {erased !== null && (
        <div
          className="person-erased"
          role="status"
          ref={said}
          tabIndex={-1}
          data-testid="person-erased"
        >
          <p className="manager-note tone-success">
            {t('manager.person.erased', { slips: erased.slips.join(', ') })}{' '}
            {erased.draft !== null && t('manager.person.form')}
          </p>
          {erased.left.length > 0 && (
            <p className="manager-note tone-warning" data-testid="person-left">
              {t('manager.person.left', { files: erased.left.join(', ') })}
            </p>
          )}
        </div>
      )}
      {file !== null && (
        <p className="manager-note tone-success" role="status" data-testid="person-exported">
          {t('manager.person.exported', { file })}
        </p>
      )}
      {found !== null && (
        <>
          <p className="person-count" ref={count} tabIndex={-1} data-testid="person-count">
            {found.view.saves.length === 0
              ? t('manager.person.none')
              : t('manager.person.count', { count: found.view.saves.length })}
          </p>
          {found.view.nobodys > 0 && (
            <p className="manager-note tone-warning" data-testid="person-nobodys">
              {t('manager.person.nobodys', { count: found.view.nobodys })}
            </p>
          )}
          {found.view.hasDraft && (
            <p className="manager-note tone-warning" data-testid="person-draft">
              {t('manager.person.draft')}
            </p>
          )}
          {found.view.saves.length > 0 && !isErasing && (
            <PersonDeeds
              eraseButton={eraseButton}
              onShow={person.showValues}
              onExport={person.exportPage}
              onErase={() => person.askToErase(true)}
            />
          )}
          {isErasing && (
            <EraseQuestion
              found={found}
              isBusy={isBusyErasing}
              onErase={() => {
                person.erase();
                setTimes(times + 1);
              }}
              onKeep={() => person.askToErase(false)}
            />
          )}
          <ul className="manager-list" data-testid="person-saves">
            {found.view.saves.map((save) => (
              <SaveCard
                key={save.requestId}
                save={save}
                values={found.values?.find(({ slip }) => slip === save.slip)?.member ?? null}
                onCorrect={() => person.correct(save)}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}
