import { useTranslation } from 'react-i18next';
import { PlainScreen } from './PlainScreen.tsx';

export function NotProvisioned() {
  const { t } = useTranslation();
  return (
    <PlainScreen title={t('app.notProvisioned.title')}>
      <p>{t('app.notProvisioned.body')}</p>
      <p>
        <code className="plain-command" data-testid="provision-command">
          {t('app.notProvisioned.command')}
        </code>
      </p>
      <p>{t('app.notProvisioned.after')}</p>
    </PlainScreen>
  );
}
