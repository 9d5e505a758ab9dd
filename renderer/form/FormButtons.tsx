import { useTranslation } from 'react-i18next';

interface FormButtonsProps {
  busy: boolean;
  /** What a press of "save" would do: of a member who is known it only ends the form. */
  saves: 'member' | 'correction' | 'nothing';
  onClear: () => void;
  onRefuse: () => void;
}

const LABELS = {
  member: 'form.save',
  correction: 'form.saveCorrection',
  nothing: 'form.next',
} as const;

/** The keys that do the same are written on the buttons. Save is the form's own submit button. */
export function FormButtons(props: FormButtonsProps) {
  const { t } = useTranslation();
  const { busy, saves, onClear, onRefuse } = props;
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
      <button
        type="button"
        className="button"
        data-testid="refuse"
        aria-keyshortcuts="F12"
        onClick={onRefuse}
      >
        <kbd>F12</kbd> {t('consent.refuse')}
        <span className="visually-hidden">{t('consent.refuseHow')}</span>
      </button>
      <button
        type="submit"
        className="button button-primary"
        data-testid="save"
        aria-keyshortcuts="F4"
        aria-busy={busy}
      >
        <kbd>F4</kbd> {t(LABELS[saves])}
      </button>
    </div>
  );
}
