import { useTranslation } from 'react-i18next';
import type { MoveProgress } from '../../../../app/move/foreseen.ts';

/** How far a move is: the step, and where saves are counted, how many of all. */
export function TransferProgress({ progress }: { progress: MoveProgress | null }) {
  const { t } = useTranslation();
  const { stage, done, total } = progress ?? { stage: 'preparing', done: 0, total: 0 };
  const words = t(`manager.transfer.stage.${stage}`, { done, total });
  return (
    <div className="transfer-progress">
      <p role="status" data-testid="transfer-stage">
        {words}
      </p>
      <progress aria-label={words} {...(total > 0 && { value: done, max: total })} />
    </div>
  );
}
