import i18next, { type BackendModule, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import zhCN from '../../app/messages/zh-CN.json' with { type: 'json' };
import { LOCALES } from '../../app/settings/locales.ts';

/** English lies beside the page, on the till's own disk: it comes when it is first asked for. */
const english: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (_language, _namespace, done) => {
    import('../../app/messages/catalogues.ts').then(
      ({ CATALOGUES }) => done(null, CATALOGUES.en),
      (error: unknown) => done(error instanceof Error ? error : String(error), false),
    );
  },
};

/** Speaks Chinese at once; no other language holds up the first screen. */
export function createI18n(): i18n {
  const instance = i18next.createInstance();
  instance.use(initReactI18next).use(english);
  void instance.init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    supportedLngs: LOCALES,
    load: 'currentOnly',
    resources: { 'zh-CN': { translation: zhCN } },
    partialBundledLanguages: true,
    react: { useSuspense: false },
    // React escapes already.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}
