import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { CATALOGUES } from '../../app/messages/catalogues.ts';
import type { Locale } from '../../app/settings/provision.ts';

/** Both languages are in the bundle: switching never waits, and never needs a network. */
export function createI18n(locale: Locale): i18n {
  const instance = i18next.createInstance();
  instance.use(initReactI18next);
  void instance.init({
    lng: locale,
    fallbackLng: 'zh-CN',
    resources: {
      'zh-CN': { translation: CATALOGUES['zh-CN'] },
      en: { translation: CATALOGUES.en },
    },
    // React escapes already.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}
