import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { onlyFirstClick } from '../manager/onlyFirstClick.ts';
import { useOneAtATime } from '../manager/useOneAtATime.ts';
import type { Store } from './useStoring.ts';

interface ReplaceKeyProps {
  pin: string;
  isOldKeyNeeded: boolean;
  store: Store;
}

/** A new data key. It is in use at once; that the old one is erased may take longer than this screen stands. */
export function ReplaceKey({ pin, isOldKeyNeeded, store }: ReplaceKeyProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [isReplaced, setIsReplaced] = useState(false);
  const [failure, setFailure] = useState<BridgeError['code'] | 'no-answer' | null>(null);
  const oneAtATime = useOneAtATime();

  const replace = async () => {
    const stored = await store('key', () => bridge.replaceKey({ pin }));
    if (stored === null) return;
    setFailure(stored.failure);
    if (stored.failure === null) setIsReplaced(true);
  };

  return (
    <section className="settings-section" aria-labelledby="replace-key-title">
      <h3 id="replace-key-title" tabIndex={-1}>
        {t('replaceKey.title')}
      </h3>
      <p className="field-hint">{t('replaceKey.what')}</p>
      <div className="buttons">
        <p
          className="settings-said"
          role="status"
          data-testid="key-replaced"
          data-state={failure === null ? 'good' : 'failed'}
        >
          {failure !== null && t(`failure.${failure}`)}
          {failure === null && isOldKeyNeeded && t('replaceKey.running')}
          {failure === null && !isOldKeyNeeded && isReplaced && t('replaceKey.finished')}
        </p>
        <button
          type="button"
          className="button"
          data-testid="replace-key"
          onClick={(event) => {
            onlyFirstClick(event);
            if (!event.defaultPrevented) void oneAtATime(replace);
          }}
        >
          {t('replaceKey.action')}
        </button>
      </div>
    </section>
  );
}
