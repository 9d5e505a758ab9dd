import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { keepKeys } from '../lock/keepKeys.ts';
import { showOnTop } from '../parts/openDialogs.ts';

interface NoticeViewProps {
  title: string;
  version: string;
  /** The chain's own words, or null for those of the program. */
  text: string | null;
  onClose: () => void;
}

/** The notice to be read at the till, over the form. The browser's own dialog keeps the focus inside. */
export function NoticeView({ title, version, text, onClose }: NoticeViewProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => (dialog.current ? showOnTop(dialog.current) : undefined), []);
  return (
    <dialog
      ref={dialog}
      className="notice"
      data-testid="notice"
      aria-labelledby="notice-title"
      onClose={onClose}
      // The form's keys are not for a form that is covered.
      onKeyDown={keepKeys}
    >
      <h2 className="notice-title" id="notice-title">
        {t('consent.noticeTitle', { title, version }).trim()}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard scrolling */}
      <p className="notice-text" tabIndex={0} data-scrolls>
        {text ?? t('consent.builtIn')}
      </p>
      <button
        type="button"
        className="button button-primary"
        data-testid="close-notice"
        onClick={() => dialog.current?.close()}
      >
        {t('consent.close')}
      </button>
    </dialog>
  );
}
