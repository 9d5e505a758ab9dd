import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OtherApp, OutboxView } from '../../../app/outbox/outboxView.ts';
import { focusTestId } from './focusTestId.ts';
import { OtherAppDecision } from './OtherAppDecision.tsx';
import { wordsOf } from './otherAppWords.ts';
import './otherApps.css';

interface OtherAppsProps {
  view: OutboxView | null;
  operatorId: string;
}

/** What was made for other brands or apps than those of the settings, each with the way to decide about it. */
export function OtherApps({ view, operatorId }: OtherAppsProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<OtherApp | null>(null);
  const hadFocus = useRef(false);
  // The button has gone with what was decided.
  useEffect(() => {
    if (!hadFocus.current || document.activeElement !== document.body) return;
    hadFocus.current = false;
    focusTestId('queue-search');
  });
  const others = view?.otherApps ?? [];
  if (others.length === 0) return null;
  return (
    <ul
      className="other-apps"
      aria-label={t('queue.otherApp.list')}
      data-scrolls
      onFocus={() => {
        hadFocus.current = true;
      }}
      onBlur={() => {
        hadFocus.current = false;
      }}
    >
      {others.map((other, index) => (
        <li key={keyOf(other)} className="other-app tone-warning">
          <span className="other-app-words">{t('queue.otherApp.group', wordsOf(other))}</span>
          <button
            type="button"
            className="button"
            data-testid={`other-app-${index}`}
            aria-haspopup="dialog"
            onClick={() => setChosen(other)}
          >
            {t('queue.otherApp.decide')}
          </button>
        </li>
      ))}
      {chosen !== null && (
        <OtherAppDecision other={chosen} operatorId={operatorId} onClose={() => setChosen(null)} />
      )}
    </ul>
  );
}

function keyOf({ app, brandId }: OtherApp): string {
  return `${app} ${brandId}`;
}
