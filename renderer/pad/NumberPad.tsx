import { useTranslation } from 'react-i18next';
import type { PadKey } from '../form/phoneGrouping.ts';
import { Icon } from '../icons/Icon.tsx';

const DIGITS: readonly PadKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

interface NumberPadProps {
  onKey: (key: PadKey) => void;
  onEnter: () => void;
  /** What the enter key does, for a screen reader. */
  enterLabel?: string;
}

/**
 * Digits for a finger. Pressing does not take the focus away from the field; with Tab its
 * keys are skipped, because whoever has Tab has digits too.
 */
export function NumberPad({ onKey, onEnter, enterLabel }: NumberPadProps) {
  const { t } = useTranslation();
  const key = (name: PadKey) => (
    <button
      key={name}
      type="button"
      tabIndex={-1}
      className="pad-key"
      data-testid={`pad-${name}`}
      onClick={() => onKey(name)}
    >
      {name}
    </button>
  );
  return (
    <fieldset
      className="pad"
      data-testid="pad"
      aria-label={t('pad.title')}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      {DIGITS.map(key)}
      <button
        type="button"
        tabIndex={-1}
        className="pad-key pad-key-quiet"
        data-testid="pad-backspace"
        aria-label={t('pad.backspace')}
        onClick={() => onKey('backspace')}
      >
        <Icon name="backspace" />
      </button>
      {key('0')}
      <button
        type="button"
        tabIndex={-1}
        className="pad-key pad-key-quiet"
        data-testid="pad-enter"
        aria-label={enterLabel ?? t('pad.enter')}
        onClick={onEnter}
      >
        <Icon name="enter" />
      </button>
    </fieldset>
  );
}
