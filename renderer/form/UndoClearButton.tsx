import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon.tsx';

/** Stands where the clearing is told, so that the row of buttons never changes. */
export function UndoClearButton({ onUndoClear }: { onUndoClear: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="button"
      data-testid="undo-clear"
      aria-keyshortcuts="F3"
      onClick={onUndoClear}
    >
      <kbd>F3</kbd> <Icon name="undo" /> {t('form.undoClear')}
    </button>
  );
}
