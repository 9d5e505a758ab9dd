import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillView } from '../../app/ipc/tillView.ts';
import type { OutboxView } from '../../app/outbox/outboxView.ts';
import { Icon } from '../icons/Icon.tsx';
import { Badge } from '../queue/Badge.tsx';

interface LockScreenProps {
  till: TillView;
  outbox: OutboxView | null;
  /** Who was at the till: most often the one who comes back. */
  operatorId: string;
  hasDraft: boolean;
  onOperator: (operatorId: string) => void;
}

/** Nothing personal is on it: who is at the till, how the queue stands, and that the form is kept. */
export function LockScreen({ till, outbox, operatorId, hasDraft, onOperator }: LockScreenProps) {
  const { t } = useTranslation();
  const present = useRef<HTMLButtonElement>(null);
  useEffect(() => present.current?.focus(), []);
  return (
    <main className="lock" data-testid="lock-screen">
      <Icon name="lock" />
      <h1 className="lock-title">{t('lock.title')}</h1>
      <p className="lock-words">{hasDraft ? t('lock.withDraft') : t('lock.words')}</p>
      <ul className="lock-operators" aria-label={t('header.operator')}>
        {till.operators.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              ref={id === operatorId ? present : null}
              className="button lock-operator"
              data-testid={`unlock-${id}`}
              onClick={() => onOperator(id)}
            >
              <strong>{name}</strong>
              <span className="menu-id">{id}</span>
            </button>
          </li>
        ))}
      </ul>
      <Badge view={outbox} />
    </main>
  );
}
