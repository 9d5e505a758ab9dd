import { type RefObject, useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_PASSPHRASE_LENGTH } from '../../app/move/passphrase.ts';

interface PassphraseFieldProps {
  field: RefObject<HTMLInputElement | null>;
  name: 'passphrase' | 'passphraseAgain';
  value: string;
  onChange: (text: string) => void;
  /** Whoever opened the dialog types here first. */
  takesFocus?: boolean;
  /** It is what was refused; the words stand at the PIN. */
  isWrong: boolean;
}

/** Words that nobody else should see, and that are kept nowhere. */
export function PassphraseField(props: PassphraseFieldProps) {
  const { field, name, value, onChange, takesFocus = false, isWrong } = props;
  const { t } = useTranslation();
  const id = useId();
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus, field]);
  return (
    <div className="field">
      <div className="field-head">
        <label className="field-label" htmlFor={id}>
          {t(`move.${name}`)}
        </label>
      </div>
      <input
        ref={field}
        id={id}
        className="input"
        data-testid={name}
        type="password"
        autoComplete="new-password"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={MAX_PASSPHRASE_LENGTH}
        value={value}
        aria-invalid={isWrong}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
