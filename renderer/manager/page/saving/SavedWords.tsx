import { useTranslation } from 'react-i18next';
import { visibleText } from '../../../i18n/visibleText.ts';
import type { Saving } from './useSaving.ts';

/** Says what has become of what was saved. */
export function SavedWords({ saving }: { saving: Saving }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="manager-saved" role="status" data-testid="manager-saved">
        {saving.kind === 'saving' && t('manager.saving')}
        {saving.kind === 'saved' && t('manager.savedAs', { file: visibleText(saving.file) })}
      </p>
      <p className="field-error" role="alert" data-testid="manager-not-saved">
        {saving.kind === 'failed' && t(`failure.${saving.code}`)}
      </p>
    </>
  );
}
