import { withLaterWords } from '../i18n/withLaterWords.ts';
import { lazyPart } from '../parts/lazyPart.tsx';
import type { CorrectionDialogProps } from './CorrectionDialog.tsx';

const CorrectionDialog = lazyPart(
  async () => (await withLaterWords(import('./CorrectionDialog.tsx'))).CorrectionDialog,
  { leave: ({ question, onLeave }) => onLeave(question.request.requestId) },
);

/** What a correction would change, shown before it is sent; loaded when it is asked about. */
export function CorrectionQuestion({
  question,
  ...rest
}: Omit<CorrectionDialogProps, 'question'> & {
  question: CorrectionDialogProps['question'] | null;
}) {
  if (question === null) return null;
  return <CorrectionDialog key={question.request.requestId} question={question} {...rest} />;
}
