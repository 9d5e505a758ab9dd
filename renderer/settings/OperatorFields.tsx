import { useFieldArray, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { MAX_OPERATORS } from '../../app/settings/provision.ts';
import { Icon } from '../icons/Icon.tsx';
import { LockNote, useLock } from './LockNote.tsx';
import type { SettingsValues } from './settingsForm.ts';
import { TextField } from './TextField.tsx';

const LOCK_NOTE = 'settings-operators-lock';

/** Who may stand at this till: at least one, each id once. */
export function OperatorFields() {
  const { t } = useTranslation();
  const { control } = useFormContext<SettingsValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'operators' });
  const lock = useLock('operators');
  return (
    <fieldset className="operators">
      <legend>
        <h3 id="settings-operators" tabIndex={-1}>
          {t('settings.operators')}
        </h3>
      </legend>
      {lock !== null && <LockNote id={LOCK_NOTE} source={lock} />}
      <ol>
        {fields.map((field, index) => (
          <li className="operator-row" key={field.id}>
            <TextField
              name={`operators.${index}.id`}
              label={t('settings.operatorId', { number: index + 1 })}
              lockNote={LOCK_NOTE}
            />
            <TextField
              name={`operators.${index}.name`}
              label={t('settings.operatorName', { number: index + 1 })}
              lockNote={LOCK_NOTE}
            />
            {fields.length > 1 && lock === null && (
              <button
                type="button"
                className="button operator-remove"
                data-testid={`settings-operator-remove-${index}`}
                aria-label={t('settings.removeOperator', { number: index + 1 })}
                title={t('settings.removeOperator', { number: index + 1 })}
                onClick={() => remove(index)}
              >
                <Icon name="bin" />
              </button>
            )}
          </li>
        ))}
      </ol>
      {lock === null && (
        <button
          type="button"
          className="button"
          data-testid="settings-operator-add"
          disabled={fields.length >= MAX_OPERATORS}
          onClick={() =>
            append({ id: '', name: '' }, { focusName: `operators.${fields.length}.id` })
          }
        >
          {t('settings.addOperator')}
        </button>
      )}
    </fieldset>
  );
}
