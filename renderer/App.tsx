import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '../app/settings/locales.ts';
import { useTill } from './bridge/useTill.ts';
import { useKeepAsked } from './draft/useKeepAsked.ts';
import { useDocumentLanguage } from './i18n/useLocale.ts';
import { withLaterWords } from './i18n/withLaterWords.ts';
import { HasPinContext } from './manager/HasPinContext.ts';
import { lazyPart } from './parts/lazyPart.tsx';
import { PlainScreen } from './parts/PlainScreen.tsx';
import { CashierScreen } from './screen/CashierScreen.tsx';

const SetupWizard = lazyPart(
  async () => (await withLaterWords(import('./settings/SetupWizard.tsx'))).SetupWizard,
  { meanwhile: () => <Loading />, isScreen: true },
);

const KeyScreen = lazyPart(
  async () => (await withLaterWords(import('./start/KeyScreen.tsx'))).KeyScreen,
  { meanwhile: () => <Loading />, isScreen: true },
);

const ProvisionPrompt = lazyPart(
  async () => (await withLaterWords(import('./settings/ProvisionPrompt.tsx'))).ProvisionPrompt,
);

/** Chooses the screen for what the till is: being asked, out of reach, closed, not set up, or ready. */
export function App() {
  const { t, i18n } = useTranslation();
  const status = useTill();
  useDocumentLanguage();
  useKeepAsked(status.kind === 'ready' ? null : keepNothing);
  const locale =
    status.kind === 'ready' ? status.till.locale : 'locale' in status ? status.locale : null;
  // Once, when the till has answered: `i18n` is another object after every change of the language, and
  // asking again would undo what the cashier has just chosen.
  const asked = useRef<Locale | null>(null);
  useEffect(() => {
    if (locale === null || asked.current === locale) return;
    asked.current = locale;
    void i18n.changeLanguage(locale);
  }, [i18n, locale]);
  switch (status.kind) {
    case 'loading':
      return <Loading />;
    case 'failed':
      return <PlainScreen title={t('app.failed.title')}>{t('app.failed.body')}</PlainScreen>;
    case 'closed':
      return <KeyScreen question={status.question} />;
    case 'not-provisioned':
      return (
        <HasPinContext value={status.till?.hasPin ?? true}>
          <SetupWizard till={status.till ?? null} />
          {status.till?.question && <ProvisionPrompt question={status.till.question} />}
        </HasPinContext>
      );
    case 'ready':
      return (
        <HasPinContext value={status.till.hasPin}>
          <CashierScreen till={status.till} />
        </HasPinContext>
      );
  }
}

/** Only the counter has a form: nothing goes with another screen. */
async function keepNothing(): Promise<boolean> {
  return true;
}

function Loading() {
  const { t } = useTranslation();
  return <PlainScreen title={t('app.loading')} />;
}
