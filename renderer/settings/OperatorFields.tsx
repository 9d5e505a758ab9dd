import { useFieldArray, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { MAX_OPERATORS } from '../../app/settings/provision.ts';
import { Icon } from '../icons/Icon.tsx';
import type { SettingsValues } from './settingsForm.ts';
import { TextField } from './TextField.tsx';

/** Who may stand at this till: at least one, each id once. */
export function OperatorFields() {
  const { t } = useTranslation();
  const { control } = useFormContext<SettingsValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'operators' });
  return (
    <fieldset className="operators">
      <legend className="field-label">{t('settings.operators')}</legend>
      <ol>
        {fields.map((field, index) => (
          <li className="operator-row" key={field.id}>
            <TextField
              name={`operators.${index}.id`}
              label={t('settings.operatorId', { number: index + 1 })}
            />
            <TextField
              name={`operators.${index}.name`}
              label={t('settings.operatorName', { number: index + 1 })}
            />
            {fields.length > 1 && (
              <button
                type="button"
                className="button operator-remove"
                data-testid={`settings-operator-remove-${index}`}
                aria-label={t('settings.removeOperator', { number: index + 1 })}
                title={t('settings.removeOperator', { number: index + 1 })}
                onClick={() => remove(index)}
              >
                <Icon name="backspace" />
              </button>
            )}
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="button"
        data-testid="settings-operator-add"
        disabled={fields.length >= MAX_OPERATORS}
        onClick={() => append({ id: '', name: '' }, { focusName: `operators.${fields.length}.id` })}
      >
        {t('settings.addOperator')}
      </button>
    </fieldset>
  );
}
