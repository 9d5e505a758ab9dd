import { useFormContext } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { SIGN_METHODS } from '../../app/settings/provision.ts';
import { Icon } from '../icons/Icon.tsx';
import { LockNote, useLock } from './LockNote.tsx';
import type { SettingsValues } from './settingsForm.ts';
import { TextField } from './TextField.tsx';

interface GatewayFieldsProps {
  hasAppSecret: boolean;
  hasSession: boolean;
}

/** Where to send and how to sign. Of a secret that is stored only that it is there. */
export function GatewayFields({ hasAppSecret, hasSession }: GatewayFieldsProps) {
  const { t } = useTranslation();
  const { register, watch } = useFormContext<SettingsValues>();
  const signMethod = watch('gateway.signMethod');
  const sessionLock = useLock('gateway.session');
  const methodLock = useLock('gateway.signMethod');
  const kept = t('settings.kept');
  return (
    <>
      <TextField name="gateway.url" label={t('settings.url')} kind="address" />
      <div className="form-pair">
        <TextField name="gateway.appKey" label={t('settings.appKey')} />
        <TextField
          name="gateway.appSecret"
          label={t('settings.appSecret')}
          kind="secret"
          {...(hasAppSecret ? { hint: kept } : {})}
        />
      </div>
      <div className="form-pair">
        <div>
          <TextField
            name="gateway.session"
            label={t('settings.session')}
            kind="secret"
            hint={hasSession ? kept : t('settings.optional')}
          />
          {hasSession && sessionLock === null && (
            <label className="choice forget">
              <input
                {...register('gateway.forgetSession')}
                className="choice-input"
                type="checkbox"
                data-testid="settings-forget-session"
              />
              <span className="choice-face">
                <Icon name="cross" /> {t('settings.forgetSession')}
              </span>
            </label>
          )}
        </div>
        <div className="field">
          <div className="field-head">
            <label className="field-label" htmlFor="settings-sign-method">
              {t('settings.signMethod')}
            </label>
          </div>
          <span className="select" data-locked={methodLock !== null || undefined}>
            <select
              {...register('gateway.signMethod')}
              id="settings-sign-method"
              data-testid="settings-sign-method"
              {...(methodLock !== null && { 'aria-describedby': 'settings-sign-method-lock' })}
            >
              {SIGN_METHODS.filter((method) => methodLock === null || method === signMethod).map(
                (method) => (
                  <option key={method} value={method}>
                    {method}
                  </option>
                ),
              )}
            </select>
            <Icon name="chevron" />
          </span>
          {methodLock !== null && <LockNote id="settings-sign-method-lock" source={methodLock} />}
        </div>
      </div>
    </>
  );
}
