import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { DOCKS } from '../../app/settings/windowChoices.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { HotKeyField } from './HotKeyField.tsx';
import { LockNote, useLock } from './LockNote.tsx';
import type { SettingsValues } from './settingsForm.ts';
import './windowFields.css';

const CHOICES = ['alwaysOnTop', 'startAtSignIn', 'kiosk', 'touchKeyboard'] as const;

/** How the program stands beside the POS program. */
export function WindowFields() {
  const { t } = useTranslation();
  return (
    <>
      <HotKeyField />
      <DockField />
      <div className="window-choices">
        {CHOICES.map((name) => (
          <ChoiceField
            name={`window.${name}`}
            testId={`settings-${name}`}
            label={t(`settings.window.${name}`)}
            key={name}
          />
        ))}
      </div>
    </>
  );
}

function DockField() {
  const { t } = useTranslation();
  const { register, watch } = useFormContext<SettingsValues>();
  const lock = useLock('window.dock');
  const chosen = watch('window.dock');
  const note = 'settings-dock-lock';
  return (
    <fieldset className="field dock" {...(lock !== null && { 'aria-describedby': note })}>
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
              disabled={lock !== null && dock !== chosen}
            />
            <span className="choice-face">{t(`settings.window.docks.${dock}`)}</span>
          </label>
        ))}
      </div>
      {lock !== null && <LockNote id={note} source={lock} />}
    </fieldset>
  );
}
