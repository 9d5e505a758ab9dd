import { useTranslation } from 'react-i18next';
import { visibleText } from '../../../i18n/visibleText.ts';
import type { Saving } from './useSaving.ts';

/** Says what has become of what was saved. */
export function SavedWords({ saving, name = 'manager' }: { saving: Saving; name?: string }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="manager-saved" role="status" data-testid={`${name}-saved`}>
        {saving.kind === 'saving' && t('manager.saving')}
        {saving.kind === 'saved' && t('manager.savedAs', { file: visibleText(saving.file) })}
      </p>
      <p className="field-error" role="alert" data-testid={`${name}-not-saved`}>
        {saving.kind === 'failed' && t(`failure.${saving.code}`)}
      </p>
    </>
  );
}
