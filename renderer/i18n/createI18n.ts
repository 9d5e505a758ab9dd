import i18next, { type BackendModule, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import zhCN from '../../app/messages/zh-CN.json' with { type: 'json' };
import { LOCALES, ORIGINAL } from '../../app/settings/locales.ts';
import { readCatalogue } from './readCatalogue.ts';

/** The other languages lie beside the page, on the till's own disk: each comes when it is first asked for. */
const others: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, _namespace, done) => {
    readCatalogue(language).then(
      (words) => done(null, words),
      (error: unknown) => done(error instanceof Error ? error : String(error), false),
    );
  },
};

/** Speaks Chinese at once; no other language holds up the first screen. */
export function createI18n(): i18n {
  const instance = i18next.createInstance();
  instance.use(initReactI18next).use(others);
  void instance.init({
    lng: ORIGINAL,
    fallbackLng: ORIGINAL,
    supportedLngs: LOCALES,
    load: 'currentOnly',
    resources: { [ORIGINAL]: { translation: zhCN } },
    partialBundledLanguages: true,
    react: { useSuspense: false },
    // React escapes already.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}
