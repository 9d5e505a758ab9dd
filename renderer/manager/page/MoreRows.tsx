import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface MoreRowsProps {
  testId: string;
  /** How many are listed, of how many, and how many ever are. */
  listed: number;
  total: number;
  most: number;
  onMore: () => void;
}

/**
 * How many of all are listed, on paper too, and the way to more of them. Where that has gone with the last of them its focus
 * goes to what is said.
 */
export function MoreRows({ testId, listed, total, most, onMore }: MoreRowsProps) {
  const { t } = useTranslation();
  const words = useRef<HTMLParagraphElement>(null);
  const wasPressed = useRef(false);
  const hasMore = total > listed && listed < most;
  useEffect(() => {
    if (hasMore || !wasPressed.current) return;
    wasPressed.current = false;
    words.current?.focus({ preventScroll: true });
  }, [hasMore]);
  if (total === 0) return null;
  return (
    <div className="manager-more">
      <p ref={words} tabIndex={-1} data-testid={`${testId}-listed`}>
        {t('manager.listed', { listed, total })}
        {total > listed && !hasMore && ` ${t('manager.most', { count: most })}`}
      </p>
      {hasMore && (
        <button
          type="button"
          className="button"
          data-testid={`${testId}-more`}
          onClick={() => {
            wasPressed.current = true;
            onMore();
          }}
        >
          {t('manager.more', { count: total - listed })}
        </button>
      )}
    </div>
  );
}
