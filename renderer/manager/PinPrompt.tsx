import { type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import { pinDigits } from '../../app/settings/pin.ts';
import { useWhenAway } from '../lock/useWhenAway.ts';
import { NumberPad } from '../pad/NumberPad.tsx';
import { Modal } from '../parts/Modal.tsx';
import { HasPinContext } from './HasPinContext.ts';
import './pinPrompt.css';
import { useWait } from './useWait.ts';

interface PinPromptProps {
  /** What the manager is asked for. */
  title: string;
  /** The word on the button that does it. */
  action: string;
  /** Does what needs the PIN; gives what was refused, or null when it is done. */
  onPin: (pin: string) => Promise<BridgeError | null>;
  onClose: () => void;
  /** Closed by the lock of the screen; the same as given up unless told otherwise. */
  onClosed?: () => void;
  /** The word on the button that gives up. */
  giveUp?: string;
  /** It came up by itself: whoever was typing must not find the keys in the PIN. A Tab leads to it. */
  comesUnasked?: boolean;
  /** It takes something away for good, and looks like it. */
  isDanger?: boolean;
  className?: string;
  /** What is said while it is being done, where that may take a while. */
  working?: string;
  /** Further fields, above the PIN. */
  children?: ReactNode;
  /** The one of them that a refusal is about, and is told at; otherwise it is about the PIN. */
  fieldOf?: (code: BridgeError['code']) => HTMLInputElement | null;
}

type Refusal = BridgeError['code'] | 'no-answer';

/**
 * Asks for the manager's PIN, by keyboard or by finger, and stays until what it was asked for is done
 * or given up. The PIN lives in this component alone and goes with it.
 */
export function PinPrompt(props: PinPromptProps) {
  const { title, action, giveUp, onPin, onClose, onClosed = onClose, children } = props;
  const {
    comesUnasked = false,
    isDanger = false,
    className = '',
    fieldOf = () => null,
    working,
  } = props;
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [pin, setPin] = useState('');
  // Whoever comes next sends no PIN that somebody else has typed.
  useWhenAway(() => setPin(''));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [triesLeft, setTriesLeft] = useState<number | null>(null);
  const waiting = useRef<HTMLParagraphElement>(null);
  const [wait, startWait] = useWait();
  // Nobody types a PIN into a till that has none only to hear of it then.
  const isUnset = !useContext(HasPinContext);
  const isLocked = isUnset || (refusal === 'pin.locked' && wait > 0);
  const told = isUnset ? 'pin.unset' : refusal;

  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!comesUnasked) (isUnset ? cancel : field).current?.focus();
  }, [comesUnasked, isUnset]);
  // A field that is disabled hears nothing; whoever waits finds the focus back in it.
  const wasLocked = useRef(false);
  useEffect(() => {
    if (isUnset) return;
    if (isLocked) waiting.current?.focus();
    else if (wasLocked.current) field.current?.focus();
    wasLocked.current = isLocked;
  }, [isLocked, isUnset]);

  const send = async () => {
    if (busy || isLocked || pin === '') return field.current?.focus();
    setBusy(true);
    setRefusal(null);
    const error = await onPin(pin).catch(() => ({ code: 'no-answer' as const, waitSeconds: 0 }));
    setBusy(false);
    if (error === null) return;
    const other = error.code === 'no-answer' ? null : fieldOf(error.code);
    setRefusal(other === null ? error.code : null);
    startWait(error.waitSeconds ?? 0);
    setTriesLeft('triesLeft' in error ? (error.triesLeft ?? null) : null);
    if (error.code.startsWith('pin.')) setPin('');
    (other ?? field.current)?.focus();
    // What is typed next takes the place of what was wrong.
    other?.select();
  };

  return (
    <Modal
      title={title}
      testId="pin-prompt"
      className={className}
      onClose={onClose}
      onClosed={onClosed}
    >
      <form
        className="pin-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {children}
        <div className="pin-field">
          <div className="field-head">
            <label className="field-label" htmlFor={id}>
              {t('manager.pin')}
            </label>
          </div>
          <input
            ref={field}
            id={id}
            className="input pin-input"
            data-testid="pin"
            type="password"
            inputMode="none"
            autoComplete="off"
            value={pin}
            disabled={isLocked}
            onChange={(event) => setPin(pinDigits(event.target.value))}
            aria-invalid={told?.startsWith('pin.') === true}
            aria-describedby={`${id}-error`}
          />
          <div className="pin-said">
            <p className="field-error" id={`${id}-error`} data-testid="pin-error" role="alert">
              {told === 'pin.locked' && !isLocked && t('manager.tryAgain')}
              {(told !== 'pin.locked' || isLocked) && told && t(`failure.${told}`)}
            </p>
            {busy && working !== undefined && (
              <p className="pin-wait pin-busy" data-testid="pin-busy" role="status">
                {working}
              </p>
            )}
            {isLocked && !isUnset && (
              <p className="pin-wait" data-testid="pin-wait" ref={waiting} tabIndex={-1}>
                {t('manager.wait', { count: wait })}
              </p>
            )}
            {refusal === 'pin.wrong' && triesLeft !== null && (
              <p className="pin-wait" data-testid="pin-tries">
                {t('manager.triesLeft', { count: triesLeft })}
              </p>
            )}
          </div>
        </div>
        <fieldset className="pin-pad" disabled={isLocked}>
          <NumberPad
            enterLabel={action}
            onKey={(key) => {
              field.current?.focus();
              setPin((now) => (key === 'backspace' ? now.slice(0, -1) : pinDigits(now + key)));
            }}
            onEnter={() => void send()}
          />
        </fieldset>
        <div className="buttons">
          <button
            ref={cancel}
            type="button"
            className="button"
            data-testid="pin-cancel"
            aria-describedby={isUnset ? `${id}-error` : undefined}
            onClick={onClose}
          >
            {giveUp ?? t('manager.cancel')}
          </button>
          <button
            type="submit"
            className={`button button-primary ${isDanger ? 'button-danger' : ''}`}
            data-testid="pin-send"
            aria-busy={busy}
            aria-disabled={isLocked}
          >
            {action}
          </button>
        </div>
      </form>
    </Modal>
  );
}
