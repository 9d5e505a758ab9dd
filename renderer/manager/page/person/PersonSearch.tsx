import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Identity } from '../../../../app/outbox/identity.ts';
import { Icon } from '../../../icons/Icon.tsx';
import { LOOKED_UP_BY, type LookedUpBy, typedIdentity } from './typedIdentity.ts';

interface PersonSearchProps {
  onFind: (identity: Identity) => void;
  /** It names somebody else by now, or nobody yet. */
  onEdit: () => void;
}

/** Takes a whole number or code; a part is told from one before anybody is asked. */
export function PersonSearch({ onFind, onEdit }: PersonSearchProps) {
  const { t } = useTranslation();
  const id = useId();
  const [by, setBy] = useState<LookedUpBy>('mobile');
  const [typed, setTyped] = useState('');
  const [isInvalid, setInvalid] = useState(false);
  return (
    <form
      className="person-search"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const identity = typedIdentity(by, typed);
        setInvalid(identity === null);
        if (identity !== null) onFind(identity);
      }}
    >
      <div className="manager-filters person-row">
        <label className="manager-filter">
          <span className="field-label">{t('manager.person.by')}</span>
          <span className="select">
            <select
              className="input"
              data-testid="person-by"
              value={by}
              onChange={({ target }) => {
                setBy(LOOKED_UP_BY.find((one) => one === target.value) ?? 'mobile');
                setInvalid(false);
                onEdit();
              }}
            >
              {LOOKED_UP_BY.map((one) => (
                <option key={one} value={one}>
                  {one === 'mobile' ? t('manager.person.number') : t(`form.outerTypes.${one}`)}
                </option>
              ))}
            </select>
            <Icon name="chevron" />
          </span>
        </label>
        <div className="manager-filter">
          <label className="field-label" htmlFor={id}>
            {t('manager.person.value')}
          </label>
          <input
            id={id}
            className="input"
            data-testid="person-value"
            autoComplete="off"
            spellCheck={false}
            maxLength={64}
            value={typed}
            aria-invalid={isInvalid}
            aria-describedby={`${id}-wrong`}
            onChange={({ target }) => {
              setTyped(target.value);
              setInvalid(false);
              onEdit();
            }}
          />
        </div>
        <button type="submit" className="button" data-testid="person-find">
          {t('manager.person.search')}
        </button>
      </div>
      <p id={`${id}-wrong`} className="field-error" role="alert" data-testid="person-invalid">
        {isInvalid && t('manager.person.invalid')}
      </p>
    </form>
  );
}
