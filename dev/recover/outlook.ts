import { isStale, isTooLongAgo } from '../../app/outbox/doubt.ts';
import type { Gathered } from './gather.ts';

/** What an import at this moment would make of each save, at a till of the brand and app that it was made for. */
export interface Outlook {
  /** Sent by itself, until a day after the date of the export. */
  sent: number;
  /** Held for the manager because the export is dated too long ago. */
  late: number;
  /** Held for the manager because a send of its own has been in doubt for more than a day. */
  doubted: number;
  /** Held because it was set aside. */
  setAside: number;
  /** Held for reasons of its own. */
  held: number;
}

/** `now`: ms since 1970. */
export function outlookOf(
  { queue, setAside }: Pick<Gathered, 'queue' | 'setAside'>,
  now: number,
): Outlook {
  const outlook: Outlook = { sent: 0, late: 0, doubted: 0, setAside: 0, held: 0 };
  const isLate = isTooLongAgo(queue.exportedAt, now);
  for (const moved of queue.saves) {
    const { history } = moved;
    if (setAside.has(moved)) outlook.setAside += 1;
    else if (history.state === 'held') outlook.held += 1;
    else if (isLate) outlook.late += 1;
    else if (isStale({ ...history, lentAt: null, imported: null }, now)) outlook.doubted += 1;
    else outlook.sent += 1;
  }
  return outlook;
}
