import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/BridgeContext.tsx';
import { useWhenAway } from '../../lock/useWhenAway.ts';
import { PinPrompt } from '../PinPrompt.tsx';
import { ManagerPage } from './ManagerPage.tsx';

interface ManagerBehindPinProps {
  /** Who stands at the till: in every line of the audit trail that is written from here. */
  operatorId: string;
  onClose: () => void;
}

/** Asks for the PIN, then shows the manager's page; both lie over the cashier's screen, which keeps its draft. */
export function ManagerBehindPin({ operatorId, onClose }: ManagerBehindPinProps) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [isOpen, setOpen] = useState(false);
  useWhenAway(onClose);
  // Whoever leaves the page leaves the session, by whatever way, also while the PIN is still looked at.
  useEffect(
    () => () => {
      void bridge.closeManager().catch(() => null);
    },
    [bridge],
  );
  if (isOpen) return <ManagerPage operatorId={operatorId} onClose={onClose} />;
  return (
    <PinPrompt
      title={t('manager.title')}
      action={t('manager.open')}
      onPin={async (pin) => {
        const answer = await bridge.openManager({ pin, operatorId });
        if (!answer.ok) return answer.error;
        setOpen(true);
        return null;
      }}
      onClose={onClose}
    />
  );
}
