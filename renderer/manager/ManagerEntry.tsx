import { useTranslation } from 'react-i18next';
import { withLaterWords } from '../i18n/withLaterWords.ts';
import { Icon } from '../icons/Icon.tsx';
import { useOpenUntilLock } from '../lock/useUntilLock.ts';
import { lazyPart } from '../parts/lazyPart.tsx';

const ManagerBehindPin = lazyPart(
  async () => (await withLaterWords(import('./page/ManagerBehindPin.tsx'))).ManagerBehindPin,
  { leave: ({ onClose }) => onClose(), drop: ({ onClose }) => onClose() },
);

interface ManagerEntryProps {
  /** Who stands at the till; empty text: nobody has said so. */
  operatorId: string;
  /** Whether the list of operators is open, and the way to open it. */
  isChoosing: boolean;
  onChoosing: (isChoosing: boolean) => void;
}

/**
 * The way from the counter to the manager's page. What lies behind it is loaded when it is opened. Every line of it in the
 * audit trail names somebody: where nobody has said who is there, that is asked first, and the PIN behind it.
 */
export function ManagerEntry({ operatorId, isChoosing, onChoosing }: ManagerEntryProps) {
  const { t } = useTranslation();
  const page = useOpenUntilLock();
  const asked = useOpenUntilLock();
  const isNobodyThere = operatorId === '';
  if (asked.isOpen && !isChoosing) {
    asked.close();
    if (!isNobodyThere) page.open();
  }
  return (
    <>
      <button
        type="button"
        className="button button-quiet"
        data-testid="manager"
        aria-haspopup="dialog"
        aria-label={t('manager.title')}
        title={t('manager.title')}
        onClick={() => {
          if (!isNobodyThere) return page.open();
          asked.open();
          onChoosing(true);
        }}
      >
        <Icon name="chart" />
      </button>
      {page.isOpen && <ManagerBehindPin operatorId={operatorId} onClose={page.close} />}
    </>
  );
}
