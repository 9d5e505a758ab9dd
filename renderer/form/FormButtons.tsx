import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon.tsx';

interface FormButtonsProps {
  busy: boolean;
  canUndo: boolean;
  isCorrection: boolean;
  onClear: () => void;
  onUndoClear: () => void;
}

/** The keys that do the same are written on the buttons. Save is the form's own submit button. */
export function FormButtons(props: FormButtonsProps) {
  const { t } = useTranslation();
  const { busy, canUndo, isCorrection, onClear, onUndoClear } = props;
  return (
    <div className="buttons">
      <button
        type="button"
        className="button"
        data-testid="clear"
        aria-keyshortcuts="F2 Escape"
        onClick={onClear}
      >
        <kbd>F2</kbd> {t('form.clear')}
      </button>
      {canUndo && (
        <button
          type="button"
          className="button"
          data-testid="undo-clear"
          aria-keyshortcuts="F3"
          onClick={onUndoClear}
        >
          <kbd>F3</kbd> <Icon name="undo" /> {t('form.undoClear')}
        </button>
      )}
      <button
        type="submit"
        className="button button-primary"
        data-testid="save"
        aria-keyshortcuts="F4"
        aria-busy={busy}
      >
        <kbd>F4</kbd> {isCorrection ? t('form.saveCorrection') : t('form.save')}
      </button>
    </div>
  );
}
