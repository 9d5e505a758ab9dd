import { useEffect, useRef, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { isProxyProblem } from '../../app/gateway/proxyProblems.ts';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { TillView } from '../../app/ipc/tillView.ts';
import type { ConnectionReport } from '../../app/settings/connectionTest.ts';
import { LANGUAGE_NAMES } from '../../app/settings/locales.ts';
import { IN_THE_WIZARD, NOTHING_GIVEN, NOTHING_LOCKED } from '../../app/settings/lockedSettings.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { useLocale } from '../i18n/useLocale.ts';
import { useWhenAway } from '../lock/useWhenAway.ts';
import { onlyFirstClick } from '../manager/onlyFirstClick.ts';
import { useOneAtATime } from '../manager/useOneAtATime.ts';
import { useScanIntoField } from '../scan/useScanIntoField.ts';
import { ConnectionTest } from './ConnectionTest.tsx';
import { focusFirstWrong } from './focusFirstWrong.ts';
import { GatewayFields } from './GatewayFields.tsx';
import { SettingLocks } from './LockNote.tsx';
import { LockSummary } from './LockSummary.tsx';
import { OperatorFields } from './OperatorFields.tsx';
import { PinFields } from './PinFields.tsx';
import { ProxyFields } from './ProxyFields.tsx';
import { ShopFields } from './ShopFields.tsx';
import './settings.css';

import {
  EMPTY_PIN,
  givenAccount,
  givenValues,
  settingsInput,
  settingsResolver,
} from './settingsForm.ts';
import { useMendedErrors } from './useMendedErrors.ts';

const EVERY_STEP = ['gateway', 'shop', 'pin', 'connection'] as const;
type Step = (typeof EVERY_STEP)[number];

type WizardTill = Pick<TillView, 'isLost' | 'given' | 'locked'>;

/** It has not said what it is. */
const UNKNOWN: WizardTill = { isLost: false, given: NOTHING_GIVEN, locked: NOTHING_LOCKED };

const FIELDS = {
  gateway: ['gateway'],
  shop: ['brandId', 'shopId', 'operators', 'locale'],
  pin: ['pin'],
  connection: ['proxy'],
} as const;

const TYPED_SECRETS = ['gateway.appSecret', 'gateway.session', 'proxy.password'] as const;

/**
 * The first start of a till: four steps, of which the last one shows whether it will work. Where it was set up before
 * (`isLost`) the PIN is the one of then. What policies or the machine's file have decided is filled in; a PIN that they
 * give is not asked for.
 */
export function SetupWizard({ till }: { till: WizardTill | null }) {
  const { isLost, given, locked } = till ?? UNKNOWN;
  const { t } = useTranslation();
  const bridge = useBridge();
  const { locale, next: nextLocale, changeLocale } = useLocale();
  const [step, setStep] = useState<Step>('gateway');
  const [failure, setFailure] = useState<BridgeError['code'] | 'no-answer' | null>(null);
  /** A proxy has asked who is there: from then on there are fields for that. */
  const [isProxyAsking, setProxyAsking] = useState(false);
  const asksForPin = isLost || !given.hasPin;
  const STEPS = EVERY_STEP.filter((one) => one !== 'pin' || asksForPin);
  const form = useForm({
    defaultValues: givenValues(locale, given),
    resolver: settingsResolver({
      stored: givenAccount(given),
      proxy: given.proxy ?? null,
      asksForPin,
    }),
    shouldFocusError: false,
  });
  const place = STEPS.indexOf(step);
  useMendedErrors(form);
  // The PIN of a till that was set up before is the one of then, which holds. A secret need not be of whoever comes back.
  useWhenAway(() => {
    form.setValue('pin', EMPTY_PIN);
    for (const secret of TYPED_SECRETS) form.setValue(secret, '');
  });

  // Whoever tries the scanner here must not find himself a step further.
  useScanIntoField();

  const heading = useRef<HTMLHeadingElement>(null);
  const nextButton = useRef<HTMLButtonElement>(null);
  /** The field that somebody was led to, or null. */
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    // Whoever types goes on typing. A screen reader hears the step with its first field, whose group it names.
    const field =
      wanted.current === null ? firstField() : document.getElementsByName(wanted.current)[0];
    wanted.current = null;
    (step === 'connection' ? heading.current : (field ?? heading.current))?.focus();
  }, [step]);

  const finish = form.handleSubmit(
    async (values) => {
      const answer = await bridge
        .setUp({
          settings: settingsInput(values),
          managerPin: asksForPin ? values.pin.first : null,
        })
        .catch(() => null);
      // When it is stored the till tells the page, and the registration form takes this one's place.
      if (!answer?.ok) setFailure(answer?.error.code ?? 'no-answer');
    },
    (errors) => {
      const isWrong = (one: Step) => FIELDS[one].some((name) => errors[name] !== undefined);
      const wrong = STEPS.find(isWrong) ?? 'gateway';
      if (wrong === step) focusFirstWrong(form);
      else setStep(wrong);
    },
  );
  /** What was told of the last try was about what may be changed now. */
  const goTo = (other: Step) => {
    setFailure(null);
    setStep(other);
  };
  const oneAtATime = useOneAtATime();
  const next = async () => {
    const following = STEPS[place + 1];
    if (following === undefined) return finish();
    if (await form.trigger([...FIELDS[step]])) goTo(following);
    else focusFirstWrong(form);
  };
  const speak = (chosen: typeof locale) => {
    form.setValue('locale', chosen);
    changeLocale(chosen);
  };

  return (
    <main className="wizard" data-testid="wizard">
      <div className="wizard-head">
        <h1 className="wizard-title">{t('wizard.title')}</h1>
        {locked.sources.locale === undefined && (
          <button
            type="button"
            className="button button-quiet"
            data-testid="locale"
            lang={nextLocale}
            onClick={() => speak(nextLocale)}
          >
            {LANGUAGE_NAMES[nextLocale].short}
          </button>
        )}
      </div>
      <SettingLocks value={locked}>
        <FormProvider {...form}>
          <form
            className="wizard-card"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void oneAtATime(next);
            }}
          >
            {/* biome-ignore lint/a11y/useSemanticElements: a legend could not be a heading that takes the focus */}
            <div
              className="settings-form wizard-scroll"
              role="group"
              aria-labelledby="wizard-step"
              data-scrolls
            >
              <h2
                id="wizard-step"
                ref={heading}
                tabIndex={-1}
                data-testid="wizard-step"
                data-step={step}
              >
                {t('wizard.step', {
                  number: place + 1,
                  count: STEPS.length,
                  name: t(`wizard.steps.${step}`),
                })}
              </h2>
              {isLost && (
                <p className="wizard-lost tone-warning" data-testid="wizard-lost">
                  {t('wizard.lost')}
                </p>
              )}
              {given.mistakes > 0 && (
                <p className="wizard-lost tone-warning" data-testid="wizard-mistakes">
                  {t('wizard.mistakes', { count: given.mistakes })}
                </p>
              )}
              <p className="field-hint">{t(`wizard.hint.${step}`)}</p>
              {step === 'gateway' && <LockSummary fields={IN_THE_WIZARD} />}
              {step === 'gateway' && <GatewayFields {...given.gateway} />}
              {step === 'shop' && <ShopFields onLocale={speak} />}
              {step === 'shop' && <OperatorFields />}
              {step === 'pin' && <PinFields />}
              {step === 'connection' && (
                <ConnectionTest
                  pin={isLost ? form.getValues('pin.first') : ''}
                  atOnce
                  onSaid={(report) => {
                    if (report !== null && asksForProxy(report)) setProxyAsking(true);
                    // Whoever has gone elsewhere meanwhile stays there.
                    if (document.activeElement !== heading.current) return;
                    const fix = document.querySelector<HTMLElement>('.connection-fix');
                    (fix ?? nextButton.current)?.focus();
                  }}
                  onFix={(name) => {
                    if (name.startsWith('proxy.')) {
                      document.getElementsByName(name)[0]?.focus();
                      return;
                    }
                    wanted.current = name;
                    goTo('gateway');
                  }}
                />
              )}
              {step === 'connection' && (isProxyAsking || given.proxy) && (
                <ProxyFields hasPassword={Boolean(given.proxy)} />
              )}
              <p className="wizard-file">
                {t('wizard.file')}{' '}
                <code data-testid="provision-command">{t('wizard.command')}</code>
              </p>
            </div>
            <div className="settings-foot">
              <p className="settings-said" role="alert" data-testid="wizard-said">
                {failure !== null && t(`failure.${failure}`)}
              </p>
              <div className="buttons">
                {/* Its place is there from the first step on: "next" does not move under a finger. */}
                <button
                  type="button"
                  className="button wizard-back"
                  data-testid={place > 0 ? 'wizard-back' : undefined}
                  disabled={place === 0}
                  onClick={() => goTo(STEPS[place - 1] ?? 'gateway')}
                >
                  {t('wizard.back')}
                </button>
                <button
                  ref={nextButton}
                  type="submit"
                  className="button button-primary"
                  data-testid="wizard-next"
                  onClick={onlyFirstClick}
                  aria-busy={form.formState.isSubmitting}
                >
                  {t(step === 'connection' ? 'wizard.finish' : 'wizard.next')}
                </button>
              </div>
            </div>
          </form>
        </FormProvider>
      </SettingLocks>
    </main>
  );
}

function asksForProxy({ steps }: ConnectionReport): boolean {
  return steps.some(({ problem }) => isProxyProblem(problem));
}

/** The first one that nothing stands in yet, or else the first. */
function firstField(): HTMLInputElement | undefined {
  const fields = [...document.querySelectorAll<HTMLInputElement>('.wizard-scroll input')];
  return fields.find(({ value, readOnly }) => value === '' && !readOnly) ?? fields[0];
}
