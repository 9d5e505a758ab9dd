import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import type { DraftRefusal } from '../draft/useRestoredDraft.ts';
import { Confirmed } from './Confirmed.tsx';
import { CorrectingCard } from './CorrectingCard.tsx';
import { KnownMemberCard } from './KnownMemberCard.tsx';
import { KnownMemberWords } from './KnownMemberWords.tsx';
import { ResultCard } from './ResultCard.tsx';
import type { Known } from './registration.ts';
import { confirmationOf, type LeftBehind, type Result } from './result.ts';

interface ResultSpotProps {
  result: Result;
  /** Who is at the till; empty: nobody has said so. */
  operatorId: string;
  recent: readonly SaveLine[];
  /** The way back to what was cleared or interrupted, and which of them it is; or null. */
  undo: { button: ReactNode; of: 'cleared' | 'interrupted' | 'offered' } | null;
  /** The member that the phone number in the form belongs to already, if this till knows one. */
  known: Known | null;
  /** How long it is not said whether the number is known (s), or null. */
  lookupWait: number | null;
  /** Why what a crash has left behind is not back yet, or null. */
  draftRefusal: DraftRefusal | null;
  /** What the customer agreed to was another brand's: to be asked again. */
  isConsentLost: boolean;
  /** The save of the queue that the form was filled from, or null. */
  correcting: CorrectionDraft | null;
  /** The slip of a correction that could not be opened while a save was under way, or null. */
  missed: string | null;
  onToggleCorrection: () => void;
}

/** One place for what came of the last action. It is always there: the form never moves for it. */
export function ResultSpot(props: ResultSpotProps) {
  const { result } = props;
  const spot = useRef<HTMLDivElement>(null);
  // At a large zoom, or in a low window, it may stand beyond the window's edge. Where there is no room for both, the
  // field that has the focus is the one in sight: it is where the hand goes on, and its message says what the result does.
  useEffect(() => {
    if (result.kind === 'idle') return;
    spot.current?.scrollIntoView({ block: 'nearest' });
    const focused = document.activeElement;
    if (focused?.closest('.form-fields')) focused.scrollIntoView({ block: 'nearest' });
  }, [result]);
  return (
    <div className="result" role="status" aria-live="polite" ref={spot}>
      <Content {...props} />
    </div>
  );
}

function Content(props: ResultSpotProps) {
  const { result, operatorId, recent, undo, known, correcting } = props;
  const { t } = useTranslation();
  const [first, setFirst] = useState({ result, operatorId });
  if (first.result !== result) setFirst({ result, operatorId });
  const isOperatorNew = first.result === result && first.operatorId !== operatorId;
  const whose = <Whose known={known} correcting={correcting} missed={props.missed} />;
  switch (result.kind) {
    case 'idle':
      if (known)
        return (
          <KnownMemberCard known={known} recent={recent} onToggle={props.onToggleCorrection} />
        );
      return correcting ? <CorrectingCard draft={correcting} /> : <Idle {...props} />;
    case 'saving':
      return <p className="result-hint result-late">{t('result.saving')}</p>;
    case 'restored':
      return (
        <ResultCard tone="info" testId="result-restored" icon="undo" title={t('result.restored')}>
          {props.isConsentLost ? t('consent.otherBrand') : t('result.check')}
        </ResultCard>
      );
    case 'refused':
      return (
        <p className="result-hint" data-testid="result-refused">
          <Refused left={result.left} />
        </p>
      );
    case 'known':
      return (
        <div className="result-card known tone-info" data-testid="result-known">
          <KnownMemberWords member={result.member} recent={recent} isServed />
          {undo?.of === 'cleared' && undo.button}
        </div>
      );
    case 'nobody-to-correct':
      return (
        <ResultCard
          tone="info"
          testId="nobody-to-correct"
          icon="person"
          title={t('result.nobodyToCorrect')}
        >
          {t(`result.nobodyWhy.${result.why}`)}
        </ResultCard>
      );
    case 'unchanged':
      return (
        <ResultCard tone="info" testId="result-unchanged" icon="tick" title={t('result.unchanged')}>
          {t('result.unchangedHow')}
        </ResultCard>
      );
    case 'wrong':
      return (
        <ResultCard tone="danger" testId="result-wrong" icon="cross" title={t('result.notSaved')}>
          {t('result.wrong', { field: t(`form.${result.field}`) })} {whose}
        </ResultCard>
      );
    case 'unchosen':
      return (
        <ResultCard
          tone="warning"
          testId="result-unchosen"
          icon="alert"
          title={t('result.notSaved')}
        >
          {t('result.unchosen', { field: t(`form.${result.field}`) })} {whose}
        </ResultCard>
      );
    case 'unconsented':
      return (
        <ResultCard
          tone="warning"
          testId="consent-missing"
          icon="alert"
          title={t('consent.missing')}
          isAlert
        >
          {t(props.isConsentLost ? 'consent.otherBrand' : 'consent.missingHow')} {whose}
        </ResultCard>
      );
    case 'saved':
      return (
        <Confirmed
          confirmation={confirmationOf(result, recent)}
          missed={props.missed}
          undo={undo === null || undo.of === 'cleared' ? null : undo.button}
        />
      );
    case 'failed': {
      const isMended = result.code === 'operator.unknown' && isOperatorNew;
      return (
        <ResultCard
          tone="danger"
          testId="save-failed"
          code={result.code}
          icon="cross"
          title={t('result.notSaved')}
          isAlert
        >
          {isMended ? t('result.operatorNow') : t(`failure.${result.code}`)}{' '}
          <span>{t('result.kept')}</span> {whose}
        </ResultCard>
      );
    }
  }
}

/** Whom the form is about to change stays in sight beside whatever else is said. */
function Whose(props: Pick<ResultSpotProps, 'known' | 'correcting' | 'missed'>) {
  const { known, correcting, missed } = props;
  const { t } = useTranslation();
  const slip = correcting?.slip ?? (known?.choice === 'correct' ? known.member.slip : null);
  return (
    <>
      {slip !== null && (
        <span data-testid="still-correcting">{t('result.correcting', { slip })}</span>
      )}{' '}
      {known !== null && known.choice !== 'correct' && (
        <span data-testid="still-known">{t('result.known', { slip: known.member.slip })}</span>
      )}{' '}
      {missed !== null && (
        <span data-testid="missed-correction">{t('result.missed', { slip: missed })}</span>
      )}
    </>
  );
}

function Refused({ left }: { left: LeftBehind | null }) {
  const { t } = useTranslation();
  if (left === null) return t('result.refused');
  if (left.kind === 'in-doubt') return t('result.refusedInDoubt');
  return t('result.refusedSave', { slip: left.slip });
}

/** What a cashier can do about it is all that matters here: nothing, wait a little, or call somebody. */
function laterReason(code: DraftRefusal): 'lookup.too-fast' | 'audit.refused' | 'store.failed' {
  return code === 'lookup.too-fast' || code === 'audit.refused' ? code : 'store.failed';
}

function Idle({ undo, lookupWait, draftRefusal, isConsentLost }: ResultSpotProps) {
  const { t } = useTranslation();
  if (isConsentLost) {
    return (
      <p className="result-hint" data-testid="consent-lost">
        {t('consent.otherBrand')}
      </p>
    );
  }
  if (draftRefusal !== null) {
    return (
      <p className="result-hint" data-testid="draft-later" data-code={draftRefusal}>
        {t(`draftLater.${laterReason(draftRefusal)}`)}
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
    <div className="result-cleared" data-testid={`undo-of-${undo.of}`}>
      <p>{t(`result.${undo.of}`)}</p>
      {undo.button}
    </div>
  );
}
