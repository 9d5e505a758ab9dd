import { useTranslation } from 'react-i18next';
import { Modal } from './Modal.tsx';
import './fault.css';

interface PartFaultProps {
  onAgain: () => void;
  onClose: () => void;
}

/** Over the form, in the place of a part that cannot be shown. */
export function PartFault({ onAgain, onClose }: PartFaultProps) {
  const { t } = useTranslation();
  return (
    <Modal title={t('fault.part')} testId="part-fault" onClose={onClose}>
      <div className="fault">
        <p>
          {t('fault.kept')} {t('fault.restart')}
        </p>
        <div className="fault-buttons">
          <button
            type="button"
            className="button button-primary"
            data-testid="fault-again"
            onClick={onAgain}
          >
            {t('fault.again')}
          </button>
          <button type="button" className="button" data-testid="fault-close" onClick={onClose}>
            {t('fault.close')}
          </button>
        </div>
      </div>
    </Modal>
  );
}
