import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsView } from '../../app/settings/settingsView.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { useWhenAway } from '../lock/useWhenAway.ts';
import { PinPrompt } from '../manager/PinPrompt.tsx';
import { SettingsScreen } from './SettingsScreen.tsx';
import type { Stored } from './useStoring.ts';

interface SettingsBehindPinProps {
  isOldKeyNeeded: boolean;
  onClose: () => void;
  /** What has become of what was stored, where these settings are not there any more to tell it. */
  onStored: (stored: Stored) => void;
}

/** Asks for the PIN, then shows the settings; both lie over the cashier's screen, which keeps its draft. */
export function SettingsBehindPin({ isOldKeyNeeded, onClose, onStored }: SettingsBehindPinProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  useWhenAway(onClose);
  const [opened, setOpened] = useState<{ pin: string; settings: SettingsView } | null>(null);
  if (opened !== null)
    return (
      <SettingsScreen
        {...opened}
        isOldKeyNeeded={isOldKeyNeeded}
        onClose={onClose}
        onStored={onStored}
      />
    );
  return (
    <PinPrompt
      title={t('settings.title')}
      action={t('manager.open')}
      onPin={async (pin) => {
        const answer = await bridge.getSettings({ pin });
        if (!answer.ok) return answer.error;
        setOpened({ pin, settings: answer.value });
        return null;
      }}
      onClose={onClose}
    />
  );
}
