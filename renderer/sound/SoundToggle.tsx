import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon.tsx';

interface SoundToggleProps {
  isOn: boolean;
  onToggle: () => void;
}

/** Sounds on or off: two shapes and two words, not only a colour. */
export function SoundToggle({ isOn, onToggle }: SoundToggleProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="button button-quiet button-icon"
      data-testid="sound"
      aria-pressed={isOn}
      aria-label={t('sound.label')}
      title={t(isOn ? 'sound.on' : 'sound.off')}
      // A press leaves the focus where it is: in the form.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onToggle}
    >
      <Icon name={isOn ? 'sound' : 'muted'} />
    </button>
  );
}
