import { useTranslation } from 'react-i18next';
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
export function StatePill({ state }: { state: SaveState }) {
  const { t } = useTranslation();
  const { icon, tone } = LOOK[state];
  return (
    <span className={`pill ${tone}`}>
      <Icon name={icon} />
      {t(`state.${state}`)}
    </span>
  );
}
