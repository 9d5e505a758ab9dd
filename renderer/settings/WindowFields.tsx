import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { DOCKS } from '../../app/settings/windowChoices.ts';
import { HotKeyField } from './HotKeyField.tsx';
import type { SettingsValues } from './settingsForm.ts';
import './windowFields.css';

const CHOICES = ['alwaysOnTop', 'startAtSignIn', 'kiosk', 'touchKeyboard'] as const;

/** How the program stands beside the POS program. */
export function WindowFields() {
  const { t } = useTranslation();
  const { register } = useFormContext<SettingsValues>();
  return (
    <>
      <HotKeyField />
      <fieldset className="field dock">
        <legend className="field-label">{t('settings.window.dock')}</legend>
        <div className="choices">
          {DOCKS.map((dock) => (
            <label className="choice" key={dock}>
              <input
                {...register('window.dock')}
                className="choice-input"
                type="radio"
                value={dock}
                data-testid={`settings-dock-${dock}`}
              />
              <span className="choice-face">{t(`settings.window.docks.${dock}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="window-choices">
        {CHOICES.map((name) => (
          <label className="consent" key={name}>
            <input
              {...register(`window.${name}`)}
              className="consent-box"
              type="checkbox"
              data-testid={`settings-${name}`}
            />
            <span>{t(`settings.window.${name}`)}</span>
          </label>
        ))}
      </div>
    </>
  );
}
