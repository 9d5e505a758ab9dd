import { useCallback, useEffect, useRef } from 'react';
import { believedDay } from '../../app/member/believedDay.ts';
import type { CalendarDate } from '../../app/member/birthday.ts';
import type { OutboxView } from '../../app/outbox/outboxView.ts';

/**
 * The day that the form's rules go by, asked for whenever it is needed: a till may stay on past
 * midnight. By the till's clock, put right by what main has last told of the gateway's.
 */
export function useToday(outbox: OutboxView | null): () => CalendarDate {
  const offset = useRef(0);
  useEffect(() => {
    offset.current = (outbox?.clockOffsetSeconds ?? 0) * 1_000;
  }, [outbox]);
  return useCallback(() => believedDay(Date.now() + offset.current), []);
}
