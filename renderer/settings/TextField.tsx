import { type FieldValues, get, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { LockNote, useLock } from './LockNote.tsx';
import { settingsMessageKey } from './settingsMessage.ts';

/** A secret that is set and stays. */
const DOTS = '••••••••';

const INPUT_MODES = {
  text: 'text',
  address: 'url',
  number: 'numeric',
  secret: 'text',
  digits: 'numeric',
} as const;

interface TextFieldProps {
  /** The path of the value in the form. */
  name: string;
  label: string;
  hint?: string;
  /** `secret` is shown as dots and never filled in by the page; `digits` is a secret of digits, `number` none. */
  kind?: 'text' | 'address' | 'number' | 'secret' | 'digits';
  placeholder?: string;
  /** Something else than its own form is being stored, and it is to stay as it is meanwhile. */
  isReadOnly?: boolean;
  /** The id of the note that says why it is locked, where it is said once for several fields. */
  lockNote?: string;
}

/** Label, control and message; the line of the message is always there, so that nothing moves. */
export function TextField({
  name,
  label,
  hint,
  kind = 'text',
  placeholder,
  isReadOnly = false,
  lockNote,
}: TextFieldProps) {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<FieldValues>();
  const error: { type?: unknown; message?: string } | undefined = get(formState.errors, name);
  const id = `settings-${name.replaceAll('.', '-')}`;
  const lock = useLock(name);
  // It says what to do with the field.
  const shownHint = lock === null ? hint : undefined;
  const isSecret = kind === 'secret' || kind === 'digits';
  const isSaidElsewhere = lock !== null && lockNote !== undefined;
  const describedBy = [
    isSaidElsewhere ? lockNote : `${id}-error`,
    ...(shownHint === undefined ? [] : [`${id}-hint`]),
  ];
  return (
    <div className="field">
      <div className="field-head">
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
        {shownHint !== undefined && (
          <span className="field-hint" id={`${id}-hint`}>
            {shownHint}
          </span>
        )}
      </div>
      <input
        {...register(name)}
        id={id}
        className="input"
        data-testid={id}
        type={isSecret ? 'password' : 'text'}
        inputMode={INPUT_MODES[kind]}
        autoComplete={isSecret ? 'new-password' : 'off'}
        autoCapitalize="none"
        spellCheck={false}
        // What is typed into a form that is being stored is in no settings.
        readOnly={formState.isSubmitting || isReadOnly || lock !== null}
        data-locked={lock !== null || undefined}
        placeholder={lock !== null && isSecret ? DOTS : placeholder}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy.join(' ')}
      />
      {lock === null ? (
        <p className="field-error" id={`${id}-error`} data-testid={`${id}-error`}>
          {error && t(settingsMessageKey(name, error))}
        </p>
      ) : (
        !isSaidElsewhere && <LockNote id={`${id}-error`} source={lock} />
      )}
    </div>
  );
}
