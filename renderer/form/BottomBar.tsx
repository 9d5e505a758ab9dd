import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBarHeight } from './useBarHeight.ts';

interface BottomBarProps {
  consents: ReactNode;
  /** In a strip the fields scroll beneath it. */
  isOver: boolean;
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

/**
 * What ends a customer, always in sight beneath the fields: the consent, and what is done with the form. The keys that
 * do the same are written on the buttons. Save is the form's own submit button.
 */
export function BottomBar(props: BottomBarProps) {
  const { t } = useTranslation();
  const { consents, isOver, busy, saves, onClear, onRefuse } = props;
  const bar = useRef<HTMLDivElement>(null);
  useBarHeight(bar);
  return (
    <div className="bar" ref={bar} data-layer={isOver ? '' : undefined}>
      {consents}
      <div className="bar-buttons">
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
          <kbd>F4</kbd>
          {/* As wide as the widest of them: another word must not move what stands beside it. */}
          <span className="save-labels">
            {Object.values(LABELS).map((label) => (
              <span
                key={label}
                data-shown={label === LABELS[saves]}
                data-testid={label === LABELS[saves] ? 'save-label' : undefined}
              >
                {t(label)}
              </span>
            ))}
          </span>
        </button>
      </div>
    </div>
  );
}
