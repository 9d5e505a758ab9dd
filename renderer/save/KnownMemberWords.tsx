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

/** That the customer is a member already: since when, and whose number it is, masked. */
export function KnownMemberWords({ member, recent, isServed = false }: KnownMemberWordsProps) {
  const { t, i18n } = useTranslation();
  const state = recent.find((line) => line.requestId === member.requestId)?.state ?? member.state;
  const { slip, registeredAt, masked } = member;
  const now = Date.now();
  // A day stays on one line with its time.
  const time =
    registeredAt === null ? '' : saveTime(i18n.language, registeredAt, now).replace(' ', '\u00a0');
  const whose = { slip, name: masked.name || masked.mobile, time };
  const since = sinceWhen(registeredAt, now);
  return (
    <div className="known-words">
      <strong className="known-title">
        <Icon name="person" />
        {isServed ? t('known.servedTitle') : t(`known.title.${since}`, { time })}
      </strong>
      <span className="known-what">
        {isServed
          ? t(`known.served.${since}`, whose)
          : t('known.what', { ...whose, state: t(`state.${state}`) })}
      </span>
    </div>
  );
}

function sinceWhen(moment: number | null, now: number): 'today' | 'before' | 'forgotten' {
  if (moment === null) return 'forgotten';
  return new Date(moment).toDateString() === new Date(now).toDateString() ? 'today' : 'before';
}
