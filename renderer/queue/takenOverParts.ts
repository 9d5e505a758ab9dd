import type { TFunction } from 'i18next';
import type { SettingName } from '../../app/settings/partialProvision.ts';
import type { Provision } from '../../app/settings/provision.ts';
import type { ProvisionPart } from '../../app/settings/provisionChanges.ts';

type Told = ProvisionPart | keyof Provision | SettingName | 'first' | 'confirmed';

/** The names of the trail's line and those in the file, by the words that both have. */
const PARTS = {
  brand: 'brand',
  address: 'address',
  'app-key': 'app-key',
  secret: 'secret',
  formerly: 'formerly',
  'queue-per': 'queue-per',
  'recovery-key': 'recovery-key',
  updates: 'updates',
  openingHours: 'hours',
  pin: 'pin',
  gateway: 'gateway',
  'gateway.url': 'address',
  'gateway.appKey': 'app-key',
  'gateway.appSecret': 'secret',
  'gateway.session': 'gateway',
  'gateway.signMethod': 'gateway',
  'gateway.formerly': 'formerly',
  brandId: 'brand',
  shopId: 'shop',
  operators: 'operators',
  outcomes: 'outcomes',
  notice: 'notice',
  lockAfterMinutes: 'lock',
  pace: 'pace',
  queuePer: 'queue-per',
  recoveryKey: 'recovery-key',
  rotateKey: 'data-key',
  watermarkFolder: 'second-place',
  locale: 'language',
  proxy: 'proxy',
  window: 'window',
  'window.hotKey': 'window',
  'window.dock': 'window',
  'window.alwaysOnTop': 'window',
  'window.startAtSignIn': 'window',
  'window.kiosk': 'window',
  'window.touchKeyboard': 'window',
  api: 'api',
  'api.enabled': 'api',
  'api.port': 'api',
  reports: 'reports',
  'reports.relay': 'reports',
  'reports.otlp': 'reports',
  managerPin: 'pin',
  first: 'first',
  confirmed: 'confirmed',
} as const satisfies Record<Told, string>;

/**
 * What a settings file has changed or could not change, in words, each once. `detail`: the parts as the trail's line says
 * them, `address,pin`, or names of settings.
 */
export function takenOverParts(t: TFunction, detail: string): string {
  const words = detail
    .split(',')
    .map((name) => (isTold(name) ? t(`provision.part.${PARTS[name]}`) : name));
  return [...new Set(words)].join(' · ');
}

function isTold(name: string): name is Told {
  return Object.hasOwn(PARTS, name);
}
