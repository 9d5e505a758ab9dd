import { useTranslation } from 'react-i18next';
import type { Asked } from './useManagerAnswer.ts';

/** That a part of the manager's page is being read, or why it cannot be; nothing once it is there. */
export function Said({ asked }: { asked: Asked<unknown> }) {
  const { t } = useTranslation();
  const code = asked.kind === 'failed' ? asked.code : null;
  return (
    <>
      {asked.kind === 'asking' && (
        <p className="manager-empty" role="status">
          {t('manager.reading')}
        </p>
      )}
      <p className="field-error manager-failure" role="alert" data-testid="manager-failure">
        {code !== null && t(`failure.${code}`)}
      </p>
    </>
  );
}
