import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon.tsx';
import { isPlaced } from './applyScan.ts';
import type { NumberedFeedback } from './useScanner.ts';

/** More of an unknown code than this tells nobody anything. */
const SHOWN_CHARACTERS = 80;

interface ScanSpotProps {
  feedback: NumberedFeedback | null;
  /** There is something to decide beneath: a scan that went well gives way to it. */
  isGivingWay: boolean;
  /** A save that has failed stands beneath, and stays in sight: only what gave way to the scan is said in its place. */
  hasFailed: boolean;
  children: ReactNode;
}

/** What became of a scan, over the place for what came of the last action, until the next key or touch. */
export function ScanSpot({ feedback, isGivingWay, hasFailed, children }: ScanSpotProps) {
  const hasReplaced = feedback !== null && 'replaced' in feedback && feedback.replaced !== '';
  const givesWay = isGivingWay || (hasFailed && !hasReplaced);
  const shown = feedback && givesWay && isPlaced(feedback) ? null : feedback;
  return (
    <div className="scan-spot">
      <div role="status" aria-live="polite">
        {shown && <ScanCard key={shown.number} feedback={shown} isOfFailed={hasFailed} />}
      </div>
      <div hidden={shown !== null}>{children}</div>
    </div>
  );
}

interface ScanCardProps {
  feedback: NumberedFeedback;
  /** It went into the form of a save that has failed. */
  isOfFailed: boolean;
}

function ScanCard({ feedback, isOfFailed }: ScanCardProps) {
  const { t } = useTranslation();
  const { title, contents = [], help = null } = wordsOf(t, feedback);
  const isPlacedCode = isPlaced(feedback);
  const isGood = isPlacedCode && !isOfFailed;
  return (
    <div
      className={`scan-card ${isGood ? 'tone-success' : 'tone-warning'}`}
      data-testid="scan-feedback"
      data-kind={feedback.kind}
    >
      <Icon name={isGood ? 'tick' : 'alert'} />
      <div className="scan-words">
        <strong className="scan-title">
          {isPlacedCode && isOfFailed ? t('result.notSaved') : title}
        </strong>
        {contents.map((words) => (
          <span className="scan-body" key={words} data-shortened>
            {words}
          </span>
        ))}
        {help !== null && <span className="scan-help">{help}</span>}
      </div>
    </div>
  );
}

interface ScanWords {
  title: string;
  /** What was read, and what gave way to it: as much of it as there is room for. */
  contents?: string[];
  help?: string;
}

function wordsOf(t: TFunction, feedback: NumberedFeedback): ScanWords {
  switch (feedback.kind) {
    case 'mobile':
    case 'outerId': {
      const title =
        feedback.kind === 'mobile'
          ? t('scan.filled.mobile')
          : t(`scan.filled.${feedback.outerType}`);
      const { content, replaced } = feedback;
      const contents = replaced === '' ? [content] : [content, t('scan.replaced', { replaced })];
      return { title, contents };
    }
    case 'other':
      return { title: feedback.words };
    case 'payment-code':
      return { title: t('scan.payment'), help: t('scan.paymentHelp') };
    case 'unknown': {
      const { content } = feedback;
      const shown =
        content.length > SHOWN_CHARACTERS ? `${content.slice(0, SHOWN_CHARACTERS)}…` : content;
      return { title: t('scan.unknown'), contents: [shown], help: t('scan.unknownHelp') };
    }
    case 'busy':
      return { title: t('scan.busy') };
  }
}
