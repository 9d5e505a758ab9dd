import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import type { DraftRefusal } from '../draft/useRestoredDraft.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { heldWords } from '../queue/heldWords.ts';
import { CorrectingCard } from './CorrectingCard.tsx';
import { KnownMemberCard } from './KnownMemberCard.tsx';
import type { Known } from './registration.ts';
import { type Confirmation, confirmationOf, type FailureCode, type Result } from './result.ts';

interface ResultSpotProps {
  result: Result;
  recent: readonly SaveLine[];
  /** The way back after a clearing, or null. */
  undo: ReactNode;
  /** The member that the phone number in the form belongs to already, if this till knows one. */
  known: Known | null;
  /** How long it is not said whether the number is known (s), or null. */
  lookupWait: number | null;
  /** Why what a crash has left behind is not back yet, or null. */
  draftRefusal: DraftRefusal | null;
  /** The save of the queue that the form was filled from, or null. */
  correcting: CorrectionDraft | null;
  onToggleCorrection: () => void;
}

/** One place for what came of the last action. It is always there: the form never moves for it. */
export function ResultSpot(props: ResultSpotProps) {
  const { result, recent, undo, correcting, lookupWait, draftRefusal } = props;
  // Whoever corrects a save has chosen already.
  const known = correcting === null ? props.known : null;
  const spot = useRef<HTMLDivElement>(null);
  // At a large zoom it may stand below the window's edge; the phone field above it stays in sight.
  useEffect(() => {
    if (result.kind !== 'idle') spot.current?.scrollIntoView({ block: 'nearest' });
  }, [result]);
  return (
    <div className="result" role="status" aria-live="polite" ref={spot}>
      {result.kind === 'idle' && known && (
        <KnownMemberCard known={known} recent={recent} onToggle={props.onToggleCorrection} />
      )}
      {result.kind === 'idle' && correcting && <CorrectingCard draft={correcting} />}
      {result.kind === 'idle' && !known && !correcting && (
        <Idle undo={undo} lookupWait={lookupWait} draftRefusal={draftRefusal} />
      )}
      {result.kind === 'restored' && <Hint words="restored" />}
      {result.kind === 'refused' && <Hint words="refused" />}
      {result.kind === 'unconsented' && <Unconsented />}
      {result.kind === 'saving' && <Saving />}
      {result.kind === 'saved' && <Confirmed confirmation={confirmationOf(result, recent)} />}
      {result.kind === 'failed' && <Failed code={result.code} />}
    </div>
  );
}

function Idle({
  undo,
  lookupWait,
  draftRefusal,
}: Pick<ResultSpotProps, 'undo' | 'lookupWait' | 'draftRefusal'>) {
  const { t } = useTranslation();
  if (draftRefusal !== null) {
    return (
      <p className="result-hint" data-testid="draft-later" data-code={draftRefusal}>
        {t(`draftLater.${draftRefusal}`)}
      </p>
    );
  }
  if (lookupWait !== null) {
    return (
      <p className="result-hint" data-testid="lookup-later">
        {t('known.later', { count: lookupWait })}
      </p>
    );
  }
  if (!undo) return <p className="result-hint">{t('result.idle')}</p>;
  return (
    <div className="result-cleared">
      <p>{t('result.cleared')}</p>
      {undo}
    </div>
  );
}

function Hint({ words }: { words: 'restored' | 'refused' }) {
  const { t } = useTranslation();
  return (
    <p className="result-hint" data-testid={`result-${words}`}>
      {t(`result.${words}`)}
    </p>
  );
}

/** Not a failure of the till: it says what to do, either way. */
function Unconsented() {
  const { t } = useTranslation();
  return (
    <div
      className="result-card tone-warning"
      role="alert"
      data-testid="consent-missing"
      data-state="unconsented"
    >
      <Icon name="alert" />
      <div className="result-words">
        <strong className="result-title">{t('consent.missing')}</strong>
        <span className="result-reason">{t('consent.missingHow')}</span>
      </div>
    </div>
  );
}

function Saving() {
  const { t } = useTranslation();
  return <p className="result-hint result-late">{t('result.saving')}</p>;
}

const ICONS: Record<Confirmation['state'], IconName> = {
  saved: 'tick',
  accepted: 'tick',
  held: 'alert',
};

function Confirmed({ confirmation }: { confirmation: Confirmation }) {
  const { t } = useTranslation();
  const isHeld = confirmation.state === 'held';
  return (
    <div
      className={`result-card ${isHeld ? 'tone-warning' : 'tone-success'}`}
      data-testid="confirmation"
      data-state={confirmation.state}
    >
      <Icon name={ICONS[confirmation.state]} />
      <div className="result-words">
        <strong className="result-title">{t(`result.${confirmation.state}`)}</strong>
        <strong className="result-slip" data-testid="confirmation-slip">
          {confirmation.slip}
        </strong>
        {!isHeld && confirmation.apartFrom !== null && (
          <span className="result-reason" data-testid="saved-apart">
            {t('result.apart', { slip: confirmation.apartFrom })}
          </span>
        )}
        {!isHeld && confirmation.uncorrected !== null && (
          <span className="result-reason" data-testid="not-corrected">
            {t('result.uncorrected', { slip: confirmation.uncorrected })}
          </span>
        )}
        {isHeld && (
          <span className="result-reason" data-shortened>
            {heldWords(t, confirmation.line)}
          </span>
        )}
      </div>
    </div>
  );
}

function Failed({ code }: { code: FailureCode }) {
  const { t } = useTranslation();
  return (
    <div
      className="result-card tone-danger"
      role="alert"
      data-testid="save-failed"
      data-code={code}
    >
      <Icon name="cross" />
      <div className="result-words">
        <strong className="result-title">{t('result.notSaved')}</strong>
        <span className="result-reason">
          {t(`failure.${code}`)} {t('result.kept')}
        </span>
      </div>
    </div>
  );
}
