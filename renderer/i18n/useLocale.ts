import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isLocale, type Locale, nextLocale, ORIGINAL } from '../../app/settings/locales.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';

interface SpokenLocale {
  locale: Locale;
  /** The one that a button offers. */
  next: Locale;
  /** For now and for the next start. */
  changeLocale: (locale: Locale) => void;
}

/** The language of the page, and the way to change it. */
export function useLocale(): SpokenLocale {
  const { i18n } = useTranslation();
  const bridge = useBridge();
  const locale = isLocale(i18n.language) ? i18n.language : ORIGINAL;
  return {
    locale,
    next: nextLocale(locale),
    changeLocale: (chosen) => {
      void i18n.changeLanguage(chosen);
      // If it cannot be kept, the page still speaks the chosen language until it is closed.
      bridge.setLocale({ locale: chosen }).catch(() => undefined);
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
