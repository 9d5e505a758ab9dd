import { useTranslation } from 'react-i18next';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import { Icon } from '../icons/Icon.tsx';
import { openedWords } from '../queue/heldWords.ts';

/** The form holds a save that was read back: which, why, and what saving will do. */
export function CorrectingCard({ draft }: { draft: CorrectionDraft }) {
  const { t } = useTranslation();
  return (
    <div className="result-card known tone-info" data-testid="correcting">
      <div className="known-words">
        <strong className="known-title">
          <Icon name="person" />
          {t('queue.correcting', { slip: draft.slip })}
        </strong>
        {draft.heldReason !== null && (
          <span className="correcting-why" data-shortened>
            {openedWords(t, draft)}
          </span>
        )}
        <span className="known-what">{t('queue.correctingHint')}</span>
      </div>
    </div>
  );
}
