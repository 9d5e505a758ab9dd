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
  /** A save that has failed stands beneath: what went into its form is said under the word that it is not saved. */
  hasFailed: boolean;
  children: ReactNode;
}

/** What became of a scan, over the place for what came of the last action, until the next key or touch. */
export function ScanSpot({ feedback, isGivingWay, hasFailed, children }: ScanSpotProps) {
  const shown = feedback && isGivingWay && isPlaced(feedback) ? null : feedback;
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
  const words = wordsOf(t, feedback);
  const {
    title,
    contents = [],
    help = null,
  } = isOfFailed && isPlaced(feedback) ? notSaved(t, words) : words;
  const isGood = isPlaced(feedback) && !isOfFailed;
  return (
    <div
      className={`scan-card ${isGood ? 'tone-success' : 'tone-warning'}`}
      data-testid="scan-feedback"
      data-kind={feedback.kind}
    >
      <Icon name={isGood ? 'tick' : 'alert'} />
      <div className="scan-words">
        <strong className="scan-title">{title}</strong>
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

/** The next customer's code beside the number of the one before. What gave way says by itself what was filled in. */
function notSaved(t: TFunction, { title, contents = [] }: ScanWords): ScanWords {
  const filled = contents.length > 1 ? contents : [title, ...contents];
  return { title: t('result.notSaved'), contents: filled };
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
