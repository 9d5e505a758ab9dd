import { useTranslation } from 'react-i18next';
import { ChoiceField } from './ChoiceField.tsx';
import { TextField } from './TextField.tsx';

/** Whether other programs of this PC may register members, and where they find the till. */
export function ApiFields() {
  const { t } = useTranslation();
  return (
    <>
      <ChoiceField
        name="api.enabled"
        testId="settings-api-enabled"
        label={t('settings.api.enabled')}
      />
      <TextField
        name="api.port"
        label={t('settings.api.port')}
        hint={t('settings.api.portHint')}
        kind="number"
      />
    </>
  );
}
