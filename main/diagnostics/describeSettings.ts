import { fullApiChoice } from '../../app/api/apiChoice.ts';
import type { DiagnosticValue } from '../../app/diagnostics/diagnostics.ts';
import { lockMinutes } from '../../app/settings/lockMinutes.ts';
import type { Provision } from '../../app/settings/provision.ts';
import type { OtlpChoice } from '../../app/settings/reports.ts';
import { DEFAULT_SIGN_METHOD } from '../../app/settings/settingsView.ts';
import { fullWindowChoices } from '../../app/settings/windowChoices.ts';
import { USUAL_OPENING_HOURS } from '../../app/update/openingHours.ts';
import type { SettingLocks } from '../settings/settingLocks.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';

/** What may be told of the settings: each is named here, so that a new one stays untold until somebody has thought of it. */
export function describeSettings(
  settings: Pick<SettingsStore, 'provision' | 'locale' | 'isSoundOn' | 'isLost' | 'managerPin'>,
  locks: Pick<SettingLocks, 'view'>,
): DiagnosticValue {
  const { provision, locale, isSoundOn, isLost, managerPin } = settings;
  return {
    isProvisioned: provision !== null,
    isLost,
    locale,
    isSoundOn,
    hasPin: managerPin.isSet,
    locked: Object.keys(locks.view.sources),
    ...(provision !== null && describeProvision(provision)),
  };
}

function describeProvision(provision: Provision): Record<string, DiagnosticValue> {
  const { gateway, brandId, shopId, operators, outcomes, notice, pace, proxy } = provision;
  const { updates, openingHours, reports } = provision;
  return {
    gateway: {
      url: gateway.url,
      appKey: gateway.appKey,
      signMethod: gateway.signMethod ?? DEFAULT_SIGN_METHOD,
      hasSession: gateway.session !== undefined,
      formerly: gateway.formerly?.length ?? 0,
    },
    brandId,
    shopId,
    // Who they are is nobody's business who mends a till.
    operators: operators.length,
    outcomes: outcomes?.length ?? 0,
    notice: notice === undefined ? 'built-in' : 'own',
    lockAfterMinutes: lockMinutes(provision),
    callsPerMinute: pace?.callsPerMinute ?? null,
    queuePer: provision.queuePer ?? 'user',
    hasRecoveryKey: provision.recoveryKey != null,
    watermarkFolder: provision.watermarkFolder ?? '',
    updates:
      updates === undefined ? null : { url: updates.url, channel: updates.channel ?? 'latest' },
    openingHours: { ...(openingHours ?? USUAL_OPENING_HOURS) },
    proxy: proxy ? { host: proxy.host, hasPassword: true } : null,
    window: { ...fullWindowChoices(provision.window) },
    api: { ...fullApiChoice(provision.api) },
    reports: {
      relay: reports?.relay ?? false,
      otlp: reports?.otlp ? { url: reports.otlp.url, hasHeaders: hasSome(reports.otlp) } : null,
    },
  };
}

function hasSome({ headers = {} }: OtlpChoice): boolean {
  return Object.keys(headers).length > 0;
}
