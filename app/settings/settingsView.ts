import { type FullApiChoice, fullApiChoice } from '../api/apiChoice.ts';
import type { UpdateView } from '../update/updateView.ts';
import type { Locale } from './locales.ts';
import { type LockedSettings, NOTHING_LOCKED } from './lockedSettings.ts';
import type { Operator, Provision, SignMethod } from './provision.ts';
import type { ProxyView } from './proxyAccount.ts';
import { type FullWindowChoices, fullWindowChoices } from './windowChoices.ts';

/** The settings as the manager sees them. Of a secret only that it is there: it never leaves main. */
export interface SettingsView {
  gateway: {
    url: string;
    appKey: string;
    hasAppSecret: boolean;
    hasSession: boolean;
    signMethod: SignMethod;
  };
  brandId: string;
  shopId: string;
  operators: Operator[];
  locale: Locale;
  /** Where the highest numbers stand as well; empty: nowhere. */
  watermarkFolder: string;
  window: FullWindowChoices;
  /** Whether other programs of this PC may register members, and where. */
  api: FullApiChoice;
  /** Null: no proxy is told a name. Of the password only that there is one. */
  proxy: ProxyView | null;
  /** The file that set the till up and still has the secret in it, where anybody may come by; null for none. */
  openFile: string | null;
  /** How it is with updates, which nobody changes here; null: not known. */
  updates: UpdateView | null;
  /** What of them nobody changes here, and who says so. */
  locked: LockedSettings;
  /** Another number after every change since the start; it goes back with what is saved. */
  revision: number;
}

export const DEFAULT_SIGN_METHOD: SignMethod = 'hmac-sha256';

export function viewSettings(
  provision: Provision,
  locale: Locale,
  openFile: string | null = null,
  revision = 0,
  locked: LockedSettings = NOTHING_LOCKED,
  updates: UpdateView | null = null,
): SettingsView {
  const { gateway, brandId, shopId, operators, proxy } = provision;
  return {
    gateway: {
      url: gateway.url,
      appKey: gateway.appKey,
      hasAppSecret: gateway.appSecret !== '',
      hasSession: gateway.session !== undefined,
      signMethod: gateway.signMethod ?? DEFAULT_SIGN_METHOD,
    },
    brandId,
    shopId,
    operators,
    locale,
    watermarkFolder: provision.watermarkFolder ?? '',
    window: fullWindowChoices(provision.window),
    api: fullApiChoice(provision.api),
    proxy: proxy ? { host: proxy.host, username: proxy.username } : null,
    openFile,
    updates,
    locked,
    revision,
  };
}
