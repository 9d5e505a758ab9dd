import { z } from 'zod';
import { LOCALES, type Provision, provisionSchema, SIGN_METHODS } from './provision.ts';

const { gateway, brandId, shopId, operators } = provisionSchema.shape;
const { url, appKey, appSecret } = gateway.shape;

/** The gateway as the page sends it. The page does not know the stored secrets, so it can only leave them. */
export const gatewayInputSchema = z.strictObject({
  url,
  appKey,
  /** Null: the one that is stored. */
  appSecret: appSecret.nullable(),
  /** Null: the one that is stored, if any. Empty: none. */
  session: appSecret.or(z.literal('')).nullable(),
  signMethod: z.enum(SIGN_METHODS),
});

/** The settings as the page sends them, with the rules of a provisioning file. */
export const settingsInputSchema = z.strictObject({
  gateway: gatewayInputSchema,
  brandId,
  shopId,
  operators,
  locale: z.enum(LOCALES),
});

export type GatewayInput = z.infer<typeof gatewayInputSchema>;
export type SettingsInput = z.infer<typeof settingsInputSchema>;

/** The account to sign with, or null where the secret is to stay as it is and there is none. */
export function mergeGateway(
  input: GatewayInput,
  stored: Provision['gateway'] | null,
): Provision['gateway'] | null {
  const secret = input.appSecret ?? stored?.appSecret;
  const session = input.session ?? stored?.session;
  if (secret === undefined) return null;
  return {
    url: input.url,
    appKey: input.appKey,
    appSecret: secret,
    ...(session === undefined || session === '' ? {} : { session }),
    signMethod: input.signMethod,
  };
}

/** What the page sent on top of what is stored: what the page does not show stays as it is. */
export function mergeSettings(input: SettingsInput, stored: Provision | null): Provision | null {
  const account = mergeGateway(input.gateway, stored?.gateway ?? null);
  return account === null ? null : { ...stored, ...input, gateway: account };
}
