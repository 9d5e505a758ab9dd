import type { MouseEvent } from 'react';
import { useFormContext } from 'react-hook-form';
import type { SettingName } from '../../app/settings/partialProvision.ts';
import { LockNote, useLock } from './LockNote.tsx';
import type { SettingsValues } from './settingsForm.ts';

interface ChoiceFieldProps {
  /** The path of the value in the form. */
  name: Extract<SettingName, `window.${string}` | `api.${string}`>;
  testId: string;
  label: string;
}

/** A box that is ticked or not. */
export function ChoiceField({ name, testId, label }: ChoiceFieldProps) {
  const { register } = useFormContext<SettingsValues>();
  const lock = useLock(name);
  const note = `${testId}-lock`;
  // One that is disabled would have no value in the form.
  const stay = (event: MouseEvent) => event.preventDefault();
  return (
    <div>
      <label className="consent">
        <input
          {...register(name)}
          className="consent-box"
          type="checkbox"
          data-testid={testId}
          {...(lock !== null && { 'aria-disabled': true, 'aria-describedby': note, onClick: stay })}
        />
        <span>{label}</span>
      </label>
      {lock !== null && <LockNote id={note} source={lock} />}
    </div>
  );
}
