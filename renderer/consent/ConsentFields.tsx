import { useTranslation } from 'react-i18next';
import type { Notice } from '../../app/consent/notice.ts';
import { closeThenFocus } from '../focus/closeThenFocus.ts';
import { withLaterWords } from '../i18n/withLaterWords.ts';
import { useOpenUntilLock } from '../lock/useUntilLock.ts';
import { lazyPart } from '../parts/lazyPart.tsx';
import { focusConsent } from './focusConsent.ts';
import type { NoticeViewProps } from './NoticeView.tsx';

const NoticeView = lazyPart<NoticeViewProps & { onDrop: () => void }>(
  async () => (await withLaterWords(import('./NoticeView.tsx'))).NoticeView,
  { leave: ({ onClose }) => onClose(), drop: ({ onDrop }) => onDrop() },
);

interface ConsentFieldsProps {
  notice: Notice | null;
  isAgreed: boolean;
  marketing: boolean;
  onToggleAgreed: () => void;
  onToggleMarketing: () => void;
  /** A save was asked for without the consent. */
  isMissing: boolean;
}

/** The consent to the notice, and apart from it the one to marketing. Neither is ticked for anybody. */
export function ConsentFields(props: ConsentFieldsProps) {
  const { notice, isAgreed, marketing, onToggleAgreed, onToggleMarketing, isMissing } = props;
  const { t } = useTranslation();
  const reading = useOpenUntilLock();
  const title = notice?.title ?? t('consent.title');
  // A chain that gives a version without words has them at the counter.
  const canBeRead = notice === null || notice.text !== undefined;
  return (
    <fieldset className="consents">
      <legend className="field-legend">{t('consent.legend')}</legend>
      <label className="consent" data-invalid={isMissing}>
        <input
          className="consent-box"
          type="checkbox"
          name="consent"
          data-testid="consent"
          aria-keyshortcuts="F5"
          aria-invalid={isMissing}
          aria-describedby="consent-error"
          checked={isAgreed}
          onChange={onToggleAgreed}
        />
        <span>{t('consent.agree', { title, version: spoken(notice) })}</span>
        <kbd>F5</kbd>
      </label>
      {canBeRead && (
        <button
          type="button"
          className="button button-quiet consent-read"
          data-testid="read-notice"
          aria-label={t('consent.readTitle', { title })}
          onClick={reading.open}
        >
          {t('consent.read')}
        </button>
      )}
      <label className="consent consent-marketing">
        <input
          className="consent-box"
          type="checkbox"
          name="marketing"
          data-testid="marketing"
          checked={marketing}
          onChange={onToggleMarketing}
        />
        <span>{t('consent.marketing')}</span>
      </label>
      {/* Seen it is beside the phone field, and by the frame around the box. */}
      <p className="visually-hidden" id="consent-error">
        {isMissing && t('consent.missing')}
      </p>
      {reading.isOpen && (
        <NoticeView
          title={title}
          version={spoken(notice)}
          text={notice?.text ?? null}
          onClose={() => closeThenFocus(reading.close, focusConsent)}
          onDrop={reading.close}
        />
      )}
    </fieldset>
  );
}

/** The version that the chain gives its notice; that of the program's own says nothing to a customer. */
function spoken(notice: Notice | null): string {
  return notice?.version ?? '';
}
