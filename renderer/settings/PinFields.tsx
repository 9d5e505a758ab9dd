import { useTranslation } from 'react-i18next';
import { TextField } from './TextField.tsx';

/** A new PIN, twice: what is typed unseen is soon mistyped. */
export function PinFields({ isReadOnly = false }: { isReadOnly?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="form-pair">
      <TextField
        name="pin.first"
        label={t('settings.newPin')}
        hint={t('settings.pinHint')}
        kind="digits"
        isReadOnly={isReadOnly}
      />
      <TextField
        name="pin.again"
        label={t('settings.newPinAgain')}
        kind="digits"
        isReadOnly={isReadOnly}
      />
    </div>
  );
}
