import { useTranslation } from 'react-i18next';
import { withLaterWords } from '../i18n/withLaterWords.ts';
import { Icon } from '../icons/Icon.tsx';
import { useOpenUntilLock } from '../lock/useUntilLock.ts';
import { lazyPart } from '../parts/lazyPart.tsx';

const ManagerBehindPin = lazyPart(
  async () => (await withLaterWords(import('./page/ManagerBehindPin.tsx'))).ManagerBehindPin,
  { leave: ({ onClose }) => onClose(), drop: ({ onClose }) => onClose() },
);

/** The way from the counter to the manager's page. What lies behind it is loaded when it is opened. */
export function ManagerEntry({ operatorId }: { operatorId: string }) {
  const { t } = useTranslation();
  const page = useOpenUntilLock();
  return (
    <>
      <button
        type="button"
        className="button button-quiet"
        data-testid="manager"
        aria-haspopup="dialog"
        aria-label={t('manager.title')}
        title={t('manager.title')}
        onClick={page.open}
      >
        <Icon name="chart" />
      </button>
      {page.isOpen && <ManagerBehindPin operatorId={operatorId} onClose={page.close} />}
    </>
  );
}
