import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PERSON_REASONS, type PersonReason } from '../../../../app/person/personView.ts';
import { Icon } from '../../../icons/Icon.tsx';

interface PersonDeedsProps {
  onShow: (reason: PersonReason) => void;
  onExport: (reason: PersonReason) => void;
  onErase: () => void;
  /** Gets the focus back from the question. */
  eraseButton: RefObject<HTMLButtonElement | null>;
}

/** What can be done about what was found; whatever shows somebody's values takes a reason. */
export function PersonDeeds({ onShow, onExport, onErase, eraseButton }: PersonDeedsProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<PersonReason>(PERSON_REASONS[0]);
  return (
    <div className="manager-filters person-row">
      <label className="manager-filter">
        <span className="field-label">{t('manager.person.reason')}</span>
        <span className="select">
          <select
            className="input"
            data-testid="person-reason"
            value={reason}
            onChange={({ target }) =>
              setReason(PERSON_REASONS.find((one) => one === target.value) ?? reason)
            }
          >
            {PERSON_REASONS.map((one) => (
              <option key={one} value={one}>
                {t(`manager.person.reasons.${one}`)}
              </option>
            ))}
          </select>
          <Icon name="chevron" />
        </span>
      </label>
      <button
        type="button"
        className="button"
        data-testid="person-show"
        onClick={() => onShow(reason)}
      >
        {t('manager.person.show')}
      </button>
      <button
        type="button"
        className="button"
        data-testid="person-export"
        onClick={() => onExport(reason)}
      >
        {t('manager.person.export')}
      </button>
      <button
        type="button"
        className="button"
        ref={eraseButton}
        data-testid="person-erase"
        onClick={onErase}
      >
        {t('manager.person.erase')}
      </button>
    </div>
  );
}
