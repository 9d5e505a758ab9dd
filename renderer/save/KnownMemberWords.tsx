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
  const { slip, createdAt, masked } = member;
  const now = Date.now();
  const time = saveTime(i18n.language, createdAt, now);
  const isToday = new Date(createdAt).toDateString() === new Date(now).toDateString();
  const whose = { slip, name: masked.name || masked.mobile };
  return (
    <div className="known-words">
      <strong className="known-title">
        <Icon name="person" />
        {isServed
          ? t('known.servedTitle')
          : t(isToday ? 'known.titleToday' : 'known.title', { time })}
      </strong>
      <span className="known-what">
        {isServed
          ? t(isToday ? 'known.servedToday' : 'known.served', { ...whose, time })
          : t('known.what', { ...whose, state: t(`state.${state}`) })}
      </span>
    </div>
  );
}
