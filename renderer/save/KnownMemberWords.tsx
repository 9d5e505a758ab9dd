import { useTranslation } from 'react-i18next';
import type { KnownMember } from '../../app/ipc/registration.ts';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import { Icon } from '../icons/Icon.tsx';
import { saveTime } from '../queue/saveTime.ts';

interface KnownMemberWordsProps {
  member: KnownMember;
  recent: readonly SaveLine[];
  /** A save was asked for, and nothing was sent. */
  isServed?: boolean;
}

/**
 * That the customer is a member already, or was registered here and is with another till: since when, and whose number it
 * is, masked.
 */
export function KnownMemberWords({ member, recent, isServed = false }: KnownMemberWordsProps) {
  const { t, i18n } = useTranslation();
  const { slip, registeredAt, masked } = member;
  const now = Date.now();
  // A day stays on one line with its time.
  const time =
    registeredAt === null ? '' : saveTime(i18n.language, registeredAt, now).replace(' ', '\u00a0');
  const whose = { slip, name: masked.name || masked.mobile, time };
  const since = sinceWhen(registeredAt, now);
  const state = stateNow(member, recent);
  const isMoved = state === 'moved';
  const title = isMoved
    ? t(`known.moved.title.${since}`, { time })
    : t(`known.title.${since}`, { time });
  const servedTitle = isMoved ? t('known.moved.servedTitle') : t('known.servedTitle');
  const what = isMoved
    ? t('known.moved.what', whose)
    : t('known.what', { ...whose, state: t(`state.${state}`) });
  return (
    <div className="known-words">
      <strong className="known-title">
        <Icon name="person" />
        {isServed ? servedTitle : title}
      </strong>
      <span className="known-what">{isServed ? t(`known.served.${since}`, whose) : what}</span>
    </div>
  );
}

/** Main's line of it is newer than the answer. A discarded one is only told where it was asked about as such. */
function stateNow(
  { requestId, state }: KnownMember,
  recent: readonly SaveLine[],
): SaveLine['state'] | 'moved' {
  const line = recent.find((one) => one.requestId === requestId);
  if (line === undefined) return state;
  return line.closedReason === 'moved' ? 'moved' : line.state;
}

function sinceWhen(moment: number | null, now: number): 'today' | 'before' | 'forgotten' {
  if (moment === null) return 'forgotten';
  return new Date(moment).toDateString() === new Date(now).toDateString() ? 'today' : 'before';
}
