import { useCallback, useEffect, useRef, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { BridgeError } from '../../app/ipc/bridge.ts';
import { ON_THE_SCREEN } from '../../app/settings/lockedSettings.ts';
import type { SettingsView } from '../../app/settings/settingsView.ts';
import { useBridge } from '../bridge/BridgeContext.tsx';
import { visibleText } from '../i18n/visibleText.ts';
import { onlyFirstClick } from '../manager/onlyFirstClick.ts';
import { useOneAtATime } from '../manager/useOneAtATime.ts';
import { MoveSection } from '../move/MoveSection.tsx';
import { Modal } from '../parts/Modal.tsx';
import { ApiFields } from './ApiFields.tsx';
import { ChangePin } from './ChangePin.tsx';
import { ConnectionTest } from './ConnectionTest.tsx';
import { focusFirstWrong } from './focusFirstWrong.ts';
import { GatewayFields } from './GatewayFields.tsx';
import { SettingLocks } from './LockNote.tsx';
import { LockSummary } from './LockSummary.tsx';
import { OperatorFields } from './OperatorFields.tsx';
import { ProxyFields } from './ProxyFields.tsx';
import { ReplaceKey } from './ReplaceKey.tsx';
import { SamePlatform } from './SamePlatform.tsx';
import { SettingsNav } from './SettingsNav.tsx';
import { ShopFields } from './ShopFields.tsx';
import './settings.css';

import { settingsInput, settingsResolver, valuesOf } from './settingsForm.ts';
import { TextField } from './TextField.tsx';
import { isUpdated, UpdateNote } from './UpdateNote.tsx';
import { unchangedWhile } from './unchangedWhile.ts';
import { useMendedErrors } from './useMendedErrors.ts';
import { type Store, type Stored, useStoring } from './useStoring.ts';
import { WindowFields } from './WindowFields.tsx';

interface SettingsScreenProps {
  pin: string;
  settings: SettingsView;
  isOldKeyNeeded: boolean;
  onClose: () => void;
  /** They close, or were closed meanwhile, and it is said elsewhere. */
  onStored: (stored: Stored) => void;
}

/** Everything that the wizard asked, once more, and the PIN. What is stored holds at once. */
export function SettingsScreen(props: SettingsScreenProps) {
  const { pin: openedWith, settings, isOldKeyNeeded, onClose, onStored } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const [pin, setPin] = useState(openedWith);
  const [failure, setFailure] = useState<BridgeError['code'] | 'no-answer' | null>(null);
  const [isLeaving, setIsLeaving] = useState(false);
  /** Another PIN is typed, and nobody has changed it yet. `told`: a "save" was not done for it. */
  const [newPin, setNewPin] = useState<'none' | 'typed' | 'told'>('none');
  const { hasAppSecret, hasSession } = settings.gateway;
  const form = useForm({
    defaultValues: valuesOf(settings),
    resolver: settingsResolver({
      stored: settings.gateway,
      proxy: settings.proxy,
      asksForPin: false,
      isSessionLocked: settings.locked.sources['gateway.session'] !== undefined,
    }),
    shouldFocusError: false,
  });
  useMendedErrors(form);
  const { isDirty, isSubmitting } = form.formState;
  const isUnsaved = isDirty || newPin !== 'none';

  // What is typed after the question is not what was asked about.
  useEffect(
    () => form.subscribe({ formState: { values: true }, callback: () => setIsLeaving(false) }),
    [form],
  );

  const onPinTyped = useCallback((isTyped: boolean) => {
    setNewPin(isTyped ? 'typed' : 'none');
    setIsLeaving(false);
  }, []);
  /** It has a button of its own: "saved" would be heard of the PIN as well, and the one of before would go on holding. */
  const tellOfPin = () => {
    setFailure(null);
    setIsLeaving(false);
    setNewPin('told');
    document.getElementsByName('pin.first')[0]?.focus();
  };

  const oneAtATime = useOneAtATime();
  const storing = useStoring(onStored);
  // What was asked before is not asked about what is stored from here.
  const store: Store = (...given) => {
    setIsLeaving(false);
    return storing.store(...given);
  };
  const isAsking = isLeaving && isUnsaved;
  const leave = () => {
    if (storing.isToWait()) return;
    if (isUnsaved && !isLeaving) setIsLeaving(true);
    else onClose();
  };
  const whatIsSaid = () => {
    if (storing.isAwaited) return t('settings.storing');
    if (failure !== null) return t(`failure.${failure}`);
    if (isAsking) return t('settings.unsaved');
    return newPin === 'told' && !isLeaving ? t('settings.pinNotChanged') : null;
  };
  const save = form.handleSubmit(
    async (values) => {
      if (newPin !== 'none') return tellOfPin();
      const { revision } = settings;
      const stored = await store('settings', () =>
        bridge.saveSettings({ pin, settings: settingsInput(values), revision }),
      );
      if (stored === null) return;
      if (stored.failure !== null) return setFailure(stored.failure);
      void i18n.changeLanguage(values.locale);
      onStored(stored);
      onClose();
    },
    () => focusFirstWrong(form),
  );

  return (
    <Modal
      title={t('settings.title')}
      testId="settings-screen"
      className="settings"
      onClose={leave}
      onClosed={onClose}
    >
      <SettingLocks value={settings.locked}>
        <div className="settings-body">
          <SettingsNav scroll={scroll} hasUpdates={isUpdated(settings.updates)} />
          <div className="settings-scroll" ref={scroll} data-scrolls>
            <FormProvider {...form}>
              <form
                id="settings-form"
                className="settings-form"
                noValidate
                {...unchangedWhile(isSubmitting)}
                onSubmit={(event) => {
                  event.preventDefault();
                  void oneAtATime(save);
                }}
              >
                <section className="settings-section" aria-labelledby="settings-gateway">
                  <h3 id="settings-gateway" tabIndex={-1}>
                    {t('settings.gateway')}
                  </h3>
                  <LockSummary fields={ON_THE_SCREEN} />
                  {settings.openFile !== null && (
                    <p className="settings-open-file" data-testid="settings-open-file">
                      {t('settings.openFile', { file: visibleText(settings.openFile) })}
                    </p>
                  )}
                  <GatewayFields hasAppSecret={hasAppSecret} hasSession={hasSession} />
                  <SamePlatform stored={settings.gateway} />
                  <ProxyFields hasPassword={settings.proxy !== null} />
                </section>
                <ConnectionTest
                  pin={pin}
                  onSaid={showConnection}
                  onFix={(name) => document.getElementsByName(name)[0]?.focus()}
                />
                <section className="settings-section" aria-labelledby="settings-shop">
                  <h3 id="settings-shop" tabIndex={-1}>
                    {t('settings.shop')}
                  </h3>
                  <ShopFields />
                  <TextField
                    name="watermarkFolder"
                    label={t('settings.watermarkFolder.label')}
                    hint={t('settings.watermarkFolder.hint')}
                    placeholder={t('settings.watermarkFolder.example')}
                  />
                </section>
                <section className="settings-section" aria-labelledby="settings-operators">
                  <OperatorFields />
                </section>
                <section className="settings-section" aria-labelledby="settings-window">
                  <h3 id="settings-window" tabIndex={-1}>
                    {t('settings.window.title')}
                  </h3>
                  <WindowFields />
                </section>
                <section className="settings-section" aria-labelledby="settings-api">
                  <h3 id="settings-api" tabIndex={-1}>
                    {t('settings.api.title')}
                  </h3>
                  <ApiFields />
                </section>
                {isUpdated(settings.updates) && <UpdateNote updates={settings.updates} />}
              </form>
            </FormProvider>
            <ChangePin
              pin={pin}
              isSaving={isSubmitting}
              store={store}
              onTyped={onPinTyped}
              onChanged={setPin}
            />
            <MoveSection pin={pin} />
            <ReplaceKey pin={pin} isOldKeyNeeded={isOldKeyNeeded} store={store} />
          </div>
        </div>
      </SettingLocks>
      <div className="settings-foot">
        <p className="settings-said" role="alert" data-testid="settings-said">
          {whatIsSaid()}
        </p>
        <div className="buttons">
          <button
            type="button"
            className={`button ${isAsking ? 'button-danger' : ''}`}
            data-testid="settings-cancel"
            data-question={isAsking || undefined}
            aria-disabled={storing.isStoring}
            onClick={leave}
          >
            {t(isAsking ? 'settings.discard' : 'settings.close')}
          </button>
          <button
            type="submit"
            form="settings-form"
            className="button button-primary"
            data-testid="settings-save"
            onClick={onlyFirstClick}
            aria-busy={isSubmitting}
          >
            {t('settings.save')}
          </button>
        </div>
      </div>
    </Modal>
  );
}

/** What the test has come to begins below the fold of a small window. Whoever has gone elsewhere meanwhile stays there. */
function showConnection(): void {
  const pressed = document.activeElement;
  if (!pressed?.matches('[data-testid="connection-test"]')) return;
  pressed.closest('.connection')?.scrollIntoView({ block: 'nearest' });
}
