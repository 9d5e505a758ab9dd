import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useTill } from './bridge/useTill.ts';
import { useDocumentLanguage } from './i18n/useLocale.ts';
import { CashierScreen } from './screen/CashierScreen.tsx';
import { NotProvisioned } from './screen/NotProvisioned.tsx';
import { PlainScreen } from './screen/PlainScreen.tsx';

/** Chooses the screen for what the till is: being asked, out of reach, not set up, or ready. */
export function App() {
  const { t, i18n } = useTranslation();
  const status = useTill();
  useDocumentLanguage();
  const locale =
    status.kind === 'ready' ? status.till.locale : 'locale' in status ? status.locale : null;
  useEffect(() => {
    if (locale) void i18n.changeLanguage(locale);
  }, [i18n, locale]);
  switch (status.kind) {
    case 'loading':
      return <PlainScreen title={t('app.loading')} />;
    case 'failed':
      return <PlainScreen title={t('app.failed.title')}>{t('app.failed.body')}</PlainScreen>;
    case 'not-provisioned':
      return <NotProvisioned />;
    case 'ready':
      return <CashierScreen till={status.till} />;
  }
}
