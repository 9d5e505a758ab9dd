import type { Locale } from './locales.ts';
import { namesIn, type PartialProvision, type SettingName } from './partialProvision.ts';
import type { Operator, SignMethod } from './provision.ts';
import type { ProxyView } from './proxyAccount.ts';

/** By whose word a setting is not to be changed here: `policy`: the company's, in the registry. */
export type SettingsSource = 'policy' | 'machine-file';

/** What nobody changes at this till, and who says so. */
export interface LockedSettings {
  sources: Partial<Record<SettingName, SettingsSource>>;
  /** The machine's provisioning file; null where it locks nothing. */
  file: string | null;
}

/** What policy and machine file say, as a till without settings shows it. No secret is in it. */
export interface GivenSettings {
  gateway: {
    url?: string | undefined;
    appKey?: string | undefined;
    signMethod?: SignMethod | undefined;
    hasAppSecret: boolean;
    hasSession: boolean;
  };
  brandId?: string | undefined;
  shopId?: string | undefined;
  operators?: Operator[] | undefined;
  locale?: Locale | undefined;
  proxy?: ProxyView | null | undefined;
  hasPin: boolean;
  /** How many mistakes they have. */
  mistakes: number;
}

/** What the wizard sends of the settings. The rest becomes what it is given, whatever it sends. */
export const IN_THE_WIZARD: readonly SettingName[] = [
  'gateway.url',
  'gateway.appKey',
  'gateway.appSecret',
  'gateway.session',
  'gateway.signMethod',
  'brandId',
  'shopId',
  'operators',
  'locale',
  'proxy',
];

/** And the settings screen, which shows how the window stands as well. */
export const ON_THE_SCREEN: readonly SettingName[] = [
  ...IN_THE_WIZARD,
  'watermarkFolder',
  'window.hotKey',
  'window.dock',
  'window.alwaysOnTop',
  'window.startAtSignIn',
  'window.kiosk',
  'window.touchKeyboard',
  'api.enabled',
  'api.port',
];

export const NOTHING_LOCKED: LockedSettings = { sources: {}, file: null };

export const NOTHING_GIVEN: GivenSettings = {
  gateway: { hasAppSecret: false, hasSession: false },
  hasPin: false,
  mistakes: 0,
};

/** Whose word each setting is that one of the two names: the policy's where both do. */
export function sourcesOf(
  policy: PartialProvision,
  machineFile: PartialProvision,
): LockedSettings['sources'] {
  const of = (partial: PartialProvision, source: SettingsSource) =>
    namesIn(partial).map((name) => [name, source] as const);
  return Object.fromEntries([...of(machineFile, 'machine-file'), ...of(policy, 'policy')]);
}

export function viewGiven(given: PartialProvision, mistakes: number): GivenSettings {
  const { gateway = {}, brandId, shopId, operators, locale, proxy, managerPin } = given;
  const { url, appKey, signMethod, appSecret, session } = gateway;
  return {
    gateway: {
      url,
      appKey,
      signMethod,
      hasAppSecret: appSecret !== undefined,
      hasSession: session !== undefined,
    },
    brandId,
    shopId,
    operators,
    locale,
    proxy: proxy && { host: proxy.host, username: proxy.username },
    hasPin: managerPin !== undefined,
    mistakes,
  };
}
