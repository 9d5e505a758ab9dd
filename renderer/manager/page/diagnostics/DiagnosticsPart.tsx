import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { DIAGNOSTIC_GROUPS, diagnosticRows } from '../../../../app/diagnostics/diagnostics.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { visibleText } from '../../../i18n/visibleText.ts';
import { useManager } from '../ManagerContext.ts';
import { Said } from '../Said.tsx';
import { SavedWords } from '../saving/SavedWords.tsx';
import { useSaving } from '../saving/useSaving.ts';
import { useManagerAnswer } from '../useManagerAnswer.ts';
import './diagnostics.css';

/** How the till is: every value under the name that it has in the file, so that what is shown is what is saved. */
export function DiagnosticsPart() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { operatorId } = useManager();
  const [asked, again] = useManagerAnswer(useCallback(() => bridge.getDiagnostics(), [bridge]));
  const { saving, save } = useSaving();
  const shown = asked.kind === 'answered' ? asked.value : null;
  return (
    <>
      <p className="field-hint">{t('manager.diagnostics.about')}</p>
      <div className="buttons manager-deeds">
        <button
          type="button"
          className="button button-primary"
          data-testid="diagnostics-save"
          disabled={shown === null}
          onClick={() => {
            if (shown === null) return;
            const { number } = shown;
            void save(() => bridge.saveDiagnostics({ number, operatorId }));
          }}
        >
          {t('manager.diagnostics.save')}
        </button>
        <button
          type="button"
          className="button"
          data-testid="diagnostics-again"
          onClick={() => again()}
        >
          {t('manager.diagnostics.again')}
        </button>
      </div>
      <SavedWords saving={saving} />
      <Said asked={asked} />
      {shown !== null &&
        DIAGNOSTIC_GROUPS.map((group) => (
          <section key={group} className="diagnostics-group" data-testid={`diagnostics-${group}`}>
            <h4>{t(`manager.diagnostics.groups.${group}`)}</h4>
            <dl>
              {diagnosticRows(shown.groups[group]).map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{visibleText(value)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
    </>
  );
}
