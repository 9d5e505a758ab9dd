import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import { MOVE_DIRECTIONS, type MoveDirection } from '../../app/move/moveCalls.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { useOutbox } from '../bridge/useOutbox.ts';
import { useOneAtATime } from '../manager/useOneAtATime.ts';

/** The ways of the queue into a file and out of one; the system's own dialog asks which file. */
export function MoveSection({ pin }: { pin: string }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [failure, setFailure] = useState<BridgeError['code'] | 'no-answer' | null>(null);
  // Answered first: a file would carry away what another computer may send.
  const isAsked = useOutbox()?.pause.kind === 'other-computer';
  const oneAtATime = useOneAtATime();

  const choose = async (direction: MoveDirection) => {
    if (isAsked) return setFailure('move.other-computer');
    const answer = await bridge.chooseQueueFile({ pin, direction }).catch(() => null);
    setFailure(answer?.ok ? null : (answer?.error.code ?? 'no-answer'));
  };

  return (
    <section className="settings-section" aria-labelledby="move-title">
      <h3 id="move-title" tabIndex={-1}>
        {t('move.section')}
      </h3>
      <p className="field-hint">{t('move.sectionHint')}</p>
      <div className="buttons">
        <p className="settings-said" role="status" data-testid="move-said">
          {failure !== null && t(`failure.${failure}`)}
        </p>
        {MOVE_DIRECTIONS.map((direction) => (
          <button
            key={direction}
            type="button"
            className="button"
            data-testid={`move-${direction}`}
            onClick={() => void oneAtATime(() => choose(direction))}
          >
            {t(`move.choose.${direction}`)}
          </button>
        ))}
      </div>
    </section>
  );
}
