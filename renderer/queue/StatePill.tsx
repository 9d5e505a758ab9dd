import { useTranslation } from 'react-i18next';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import type { SaveState } from '../../app/outbox/save.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';

const LOOK: Record<SaveState, { icon: IconName; tone: string }> = {
  pending: { icon: 'clock', tone: 'tone-info' },
  sending: { icon: 'arrow-up', tone: 'tone-info' },
  accepted: { icon: 'tick', tone: 'tone-success' },
  held: { icon: 'alert', tone: 'tone-warning' },
  discarded: { icon: 'minus', tone: 'tone-neutral' },
};

/** What has become of a save: icon, word and shape, the same wherever a save is shown. */
export function StatePill(props: Pick<SaveLine, 'state' | 'closedReason' | 'isUpdate'>) {
  const { state, closedReason, isUpdate } = props;
  const { t } = useTranslation();
  const { icon, tone } = LOOK[state];
  // What a correction or another till goes on with is not thrown away.
  const lives = closedReason === 'corrected' || closedReason === 'moved';
  return (
    <span className={`pill ${tone}`}>
      <Icon name={icon} />
      {t(`state.${state === 'accepted' && isUpdate ? 'updated' : lives ? closedReason : state}`)}
    </span>
  );
}
