import { type FieldValues, get, useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { settingsMessageKey } from './settingsMessage.ts';

interface TextFieldProps {
  /** The path of the value in the form. */
  name: string;
  label: string;
  hint?: string;
  /** `secret` is shown as dots and never filled in by the page; `digits` is a secret of digits. */
  kind?: 'text' | 'address' | 'secret' | 'digits';
  placeholder?: string;
}

/** Label, control and message; the line of the message is always there, so that nothing moves. */
export function TextField({ name, label, hint, kind = 'text', placeholder }: TextFieldProps) {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<FieldValues>();
  const error: { type?: unknown; message?: string } | undefined = get(formState.errors, name);
  const id = `settings-${name.replaceAll('.', '-')}`;
  const isSecret = kind === 'secret' || kind === 'digits';
  return (
    <div className="field">
      <div className="field-head">
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
        {hint !== undefined && (
          <span className="field-hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </div>
      <input
        {...register(name)}
        id={id}
        className="input"
        data-testid={id}
        type={isSecret ? 'password' : 'text'}
        inputMode={kind === 'digits' ? 'numeric' : kind === 'address' ? 'url' : 'text'}
        autoComplete={isSecret ? 'new-password' : 'off'}
        autoCapitalize="none"
        spellCheck={false}
        // What is typed into a form that is being stored is in no settings.
        readOnly={formState.isSubmitting}
        placeholder={placeholder}
        aria-invalid={error !== undefined}
        aria-describedby={hint === undefined ? `${id}-error` : `${id}-error ${id}-hint`}
      />
      <p className="field-error" id={`${id}-error`} data-testid={`${id}-error`}>
        {error && t(settingsMessageKey(name, error))}
      </p>
    </div>
  );
}
