import type { Locale, Operator, Provision, SignMethod } from './provision.ts';

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
}

export const DEFAULT_SIGN_METHOD: SignMethod = 'hmac-sha256';

export function viewSettings(provision: Provision, locale: Locale): SettingsView {
  const { gateway, brandId, shopId, operators } = provision;
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
  };
}
