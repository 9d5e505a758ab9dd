import { useTranslation } from 'react-i18next';
import type { PaperSection } from '../../../../app/manager/paperSections.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { useManager } from '../ManagerContext.ts';
import { SavedWords } from './SavedWords.tsx';
import { useSaving } from './useSaving.ts';
import './paper.css';

/** Saves the open section as a page for paper. */
export function SavePage({ section }: { section: PaperSection }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { operatorId } = useManager();
  const { saving, save } = useSaving();
  return (
    <>
      <SavedWords saving={saving} name="page" />
      <button
        type="button"
        className="button"
        data-testid="page-save"
        onClick={() => void save(() => bridge.savePage({ section, operatorId }))}
      >
        {t('manager.savePage')}
      </button>
    </>
  );
}
