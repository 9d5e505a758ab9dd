import { lazy, Suspense } from 'react';
import { withLaterWords } from '../i18n/withLaterWords.ts';
import type { CorrectionDialogProps } from './CorrectionDialog.tsx';

const CorrectionDialog = lazy(() =>
  withLaterWords(import('./CorrectionDialog.tsx')).then((module) => ({
    default: module.CorrectionDialog,
  })),
);

/** What a correction would change, shown before it is sent; loaded when it is asked about. */
export function CorrectionQuestion({
  question,
  ...rest
}: Omit<CorrectionDialogProps, 'question'> & {
  question: CorrectionDialogProps['question'] | null;
}) {
  if (question === null) return null;
  return (
    <Suspense>
      <CorrectionDialog key={question.request.requestId} question={question} {...rest} />
    </Suspense>
  );
}
