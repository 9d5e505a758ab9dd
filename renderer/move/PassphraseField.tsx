import { type RefObject, useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import { MAX_PASSPHRASE_LENGTH } from '../../app/move/passphrase.ts';

interface PassphraseFieldProps {
  field: RefObject<HTMLInputElement | null>;
  name: 'passphrase' | 'passphraseAgain';
  value: string;
  onChange: (text: string) => void;
  /** Whoever opened the dialog types here first. */
  takesFocus?: boolean;
  hint?: string | undefined;
  /** Why it was refused, or null. */
  problem: BridgeError['code'] | null;
  /** Where Enter goes on before anything is begun; else it is the dialog's. */
  onEnter?: (() => void) | undefined;
}

/** Words that nobody else should see, and that are kept nowhere. */
export function PassphraseField(props: PassphraseFieldProps) {
  const { field, name, value, onChange, takesFocus = false, hint, problem, onEnter } = props;
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
        {hint !== undefined && (
          <span className="field-hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
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
        aria-invalid={problem !== null}
        aria-describedby={hint === undefined ? `${id}-error` : `${id}-error ${id}-hint`}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || onEnter === undefined || event.nativeEvent.isComposing)
            return;
          event.preventDefault();
          onEnter();
        }}
        onChange={(event) => onChange(event.target.value)}
      />
      <p className="field-error" id={`${id}-error`} data-testid={`${name}-error`} role="alert">
        {problem !== null && t(`failure.${problem}`)}
      </p>
    </div>
  );
}
