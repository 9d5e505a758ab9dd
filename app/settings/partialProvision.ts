import type { z } from 'zod';
import { platformApp } from '../gateway/platformApp.ts';
import { type ParsedText, type Provision, parseAs, provisionSchema } from './provision.ts';

const { gateway } = provisionSchema.shape;

/**
 * A secret belongs to the address and the key that it was given for: whoever names one says where it goes, so that no
 * other address comes to it from somewhere else.
 */
const partialGateway = gateway
  .partial()
  .refine(({ appSecret, url, appKey }) => appSecret === undefined || (url && appKey), {
    error: 'needs url and appKey beside it: a secret belongs to them',
    path: ['appSecret'],
  })
  .refine(({ session, url, appKey }) => session === undefined || (url && appKey), {
    error: 'needs url and appKey beside it: it belongs to them',
    path: ['session'],
  });

/** Any part of a provisioning, by the same rules: what a policy or the machine's file may say. */
export const partialProvisionSchema = provisionSchema
  .partial()
  .extend({ gateway: partialGateway.optional() });

export type PartialProvision = z.infer<typeof partialProvisionSchema>;

/** Of these each field is a setting of its own. */
const PARTED = ['gateway', 'window', 'api', 'reports'] as const;
type Parted = (typeof PARTED)[number];

/** One setting: whoever names it decides about all of it. */
export type SettingName =
  | Exclude<keyof Provision, Parted>
  | { [Name in Parted]: `${Name}.${keyof NonNullable<Provision[Name]> & string}` }[Parted];

/** What a till cannot be without. */
const NEEDED: readonly SettingName[] = [
  'gateway.url',
  'gateway.appKey',
  'gateway.appSecret',
  'brandId',
  'shopId',
  'operators',
];

/** As `parseProvision`, of a file that need not say everything. */
export function parsePartialProvision(text: string): ParsedText<PartialProvision> {
  return parseAs(text, partialProvisionSchema);
}

/** Which settings are named in it. */
export function namesIn(partial: PartialProvision): SettingName[] {
  return Object.entries(partial).flatMap(([name, value]): SettingName[] => {
    if (value === undefined) return [];
    if (!PARTED.some((parted) => parted === name)) return [name as SettingName];
    const fields = Object.entries(value as object).filter(([, one]) => one !== undefined);
    return fields.map(([field]) => `${name}.${field}` as SettingName);
  });
}

/** Its value, or undefined where it is not named. */
export function valueIn(partial: PartialProvision, name: SettingName): unknown {
  const [first = '', second] = name.split('.');
  const value = (partial as Record<string, unknown>)[first];
  return second === undefined ? value : (value as Record<string, unknown> | undefined)?.[second];
}

/** What `over` names, and of the rest what `under` says. */
export function laidOver(over: PartialProvision, under: PartialProvision): PartialProvision {
  const {
    gateway: overGateway,
    window: overWindow,
    api: overApi,
    reports: overReports,
    ...rest
  } = withoutUndefined(over);
  const merged: PartialProvision = { ...under, ...rest };
  if (overGateway !== undefined)
    merged.gateway = { ...under.gateway, ...withoutUndefined(overGateway) };
  if (overWindow !== undefined)
    merged.window = { ...under.window, ...withoutUndefined(overWindow) };
  if (overApi !== undefined) merged.api = { ...under.api, ...withoutUndefined(overApi) };
  // An address comes with its own headers, or without any: they are secrets of that one collector.
  if (overReports !== undefined)
    merged.reports = { ...under.reports, ...withoutUndefined(overReports) };
  return merged;
}

/**
 * The same of accounts at the gateway, also by an administrator's word: a secret stays with the address and the key that it
 * was given for, a session with these and the secret, and what counts as the same app with its app. What `under` has of
 * another account is left out, and nothing takes its place.
 */
export function accountLaidOver(over: PartialProvision, under: PartialProvision): PartialProvision {
  const merged = laidOver(over, under);
  if (merged.gateway === undefined) return merged;
  const { appSecret: anySecret, session: anySession, formerly: any, ...gateway } = merged.gateway;
  const named = over.gateway ?? {};
  const former = { ...gateway, ...withoutUndefined(under.gateway ?? {}) };
  const isElsewhere = gateway.url !== former.url || gateway.appKey !== former.appKey;
  const appSecret = isElsewhere ? named.appSecret : anySecret;
  const isOther = isElsewhere || appSecret !== under.gateway?.appSecret;
  const session = isOther ? named.session : anySession;
  const formerly = appOf(gateway) === appOf(former) ? any : named.formerly;
  return { ...merged, gateway: withoutUndefined({ ...gateway, appSecret, session, formerly }) };
}

const appOf = ({ url = '', appKey = '' }: NonNullable<PartialProvision['gateway']>) =>
  platformApp({ url, appKey });

/** With what the stored account has where it is this one, and lacks a secret of its own. */
export function withSecretsOf(stored: Provision, partial: PartialProvision): PartialProvision {
  const { gateway = {} } = partial;
  const { url, appKey, appSecret, session, formerly } = stored.gateway;
  if (gateway.appSecret !== undefined || gateway.url !== url || gateway.appKey !== appKey)
    return partial;
  return { ...partial, gateway: withoutUndefined({ session, formerly, ...gateway, appSecret }) };
}

/**
 * Whether a part says all that decides where saves go and who can read them, and whose program runs here, as the stored settings have it: only that
 * vouches for these. What they do not have, nobody can have put back.
 */
export function vouchesFor(part: PartialProvision, stored: Provision): boolean {
  const guarded: SettingName[] = ['brandId', 'gateway.url', 'gateway.appKey', 'gateway.appSecret'];
  if (stored.gateway.formerly !== undefined) guarded.push('gateway.formerly');
  if (stored.queuePer !== undefined) guarded.push('queuePer');
  if (stored.updates !== undefined) guarded.push('updates');
  if (stored.recoveryKey != null) guarded.push('recoveryKey');
  return guarded.every((name) => valueIn(part, name) !== undefined);
}

/** The same where nothing is missing, or null. */
export function asWhole(partial: PartialProvision): Provision | null {
  return missingIn(partial).length === 0 ? (partial as Provision) : null;
}

/** What the first settings of a till need beside this. */
export function missingIn(partial: PartialProvision): SettingName[] {
  return NEEDED.filter((name) => valueIn(partial, name) === undefined);
}

function withoutUndefined<Given extends object>(given: Given): Given {
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named) as Given;
}
