import type { ReactNode } from 'react';
import { Icon, type IconName } from '../icons/Icon.tsx';

interface ResultCardProps {
  tone: 'info' | 'warning' | 'danger';
  testId: string;
  code?: string;
  icon: IconName;
  title: string;
  /** It is read aloud at once. */
  isAlert?: boolean;
  children: ReactNode;
}

/** What came of the last thing, and what to do about it. */
export function ResultCard(props: ResultCardProps) {
  const { tone, testId, code, icon, title, isAlert = false, children } = props;
  return (
    <div
      className={`result-card is-told tone-${tone}`}
      role={isAlert ? 'alert' : undefined}
      data-testid={testId}
      data-code={code}
    >
      <Icon name={icon} />
      <div className="result-words">
        <strong className="result-title">{title}</strong>
        <span className="result-reason">{children}</span>
      </div>
    </div>
  );
}
