import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '../../app/settings/locales.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';

/** The language of the page, and the way to change it for now and for the next start. */
export function useLocale(): { locale: Locale; changeLocale: (locale: Locale) => void } {
  const { i18n } = useTranslation();
  const bridge = useBridge();
  return {
    locale: i18n.language === 'en' ? 'en' : 'zh-CN',
    changeLocale: (locale) => {
      void i18n.changeLanguage(locale);
      // If it cannot be kept, the page still speaks the chosen language until it is closed.
      bridge.setLocale({ locale }).catch(() => undefined);
    },
  };
}

/** Title and `<html lang>` follow the language: screen readers and the task bar read them. */
export function useDocumentLanguage(): void {
  const { t, i18n } = useTranslation();
  useEffect(() => {
    document.documentElement.lang = i18n.language;
    document.title = t('window.title');
  }, [t, i18n.language]);
}
