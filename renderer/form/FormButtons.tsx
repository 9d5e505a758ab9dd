import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon.tsx';

interface FormButtonsProps {
  busy: boolean;
  canUndo: boolean;
  onClear: () => void;
  onUndoClear: () => void;
}

/** The keys that do the same are written on the buttons. Save is the form's own submit button. */
export function FormButtons({ busy, canUndo, onClear, onUndoClear }: FormButtonsProps) {
  const { t } = useTranslation();
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
        <kbd>F4</kbd> {t('form.save')}
      </button>
    </div>
  );
}
