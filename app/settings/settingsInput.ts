import { z } from 'zod';
import { fullApiChoiceSchema } from '../api/apiChoice.ts';
import { platformApp } from '../gateway/platformApp.ts';
import { LOCALES } from './locales.ts';
import type { PartialProvision } from './partialProvision.ts';
import {
  type FormerApp,
  MAX_FORMER_APPS,
  type Operator,
  type Provision,
  provisionSchema,
  SIGN_METHODS,
} from './provision.ts';
import { mergeProxy, proxyInputSchema } from './proxyAccount.ts';
import { fullWindowChoicesSchema } from './windowChoices.ts';

const { gateway, brandId, shopId, operators, watermarkFolder } = provisionSchema.shape;
const { url, appKey, appSecret } = gateway.shape;

/** The gateway as the page sends it. The page does not know the stored secrets, so it can only leave them. */
export const gatewayInputSchema = z.strictObject({
  url,
  appKey,
  /** Null: the one that is stored, which is for the stored address and key alone. */
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
  /** Left out: as it is. Empty: none. */
  watermarkFolder,
  /** Left out: as it is. */
  window: fullWindowChoicesSchema.optional(),
  /** Left out: as it is. */
  api: fullApiChoiceSchema.optional(),
  /** Null: no proxy is told anything. Left out: as it is. */
  proxy: proxyInputSchema.nullable().optional(),
  /** The address is another one of the same app: what waits goes there. Default: false. */
  isSamePlatform: z.boolean().optional(),
});

export type GatewayInput = z.infer<typeof gatewayInputSchema>;
export type SettingsInput = z.infer<typeof settingsInputSchema>;

/** Whether stored secrets may be used: they go to the address and with the key that they were given for. */
export function keepsSecrets(
  input: Pick<GatewayInput, 'url' | 'appKey'>,
  stored: Pick<GatewayInput, 'url' | 'appKey'>,
): boolean {
  return input.url === stored.url && input.appKey === stored.appKey;
}

/**
 * The account to sign with, or null where a secret or a session is to stay as it is and there is none, or
 * the stored one is for another address or key (a session also for another secret): whoever has a manager's PIN only must
 * not learn it by sending it to themselves.
 */
export function mergeGateway(
  input: GatewayInput,
  stored: Provision['gateway'] | null,
): Provision['gateway'] | null {
  const kept = stored !== null && keepsSecrets(input, stored) ? stored : null;
  const secret = input.appSecret ?? kept?.appSecret;
  const isSame = kept !== null && secret === kept.appSecret;
  const session = input.session ?? kept?.session ?? '';
  const isSessionMissing = input.session === null && !isSame && stored?.session !== undefined;
  if (secret === undefined || isSessionMissing) return null;
  return {
    url: input.url,
    appKey: input.appKey,
    appSecret: secret,
    ...(session === '' ? {} : { session }),
    signMethod: input.signMethod,
  };
}

/** What is there before the page sends something: the stored settings, or what a till without any is given. */
export type Underneath = Omit<PartialProvision, 'gateway'> & {
  gateway?: Provision['gateway'] | undefined;
};

/** What the page sent on top of what is there: what the page does not show stays as it is. */
export function mergeSettings(
  { isSamePlatform = false, ...input }: SettingsInput,
  stored: Underneath | null,
): Provision | null {
  const account = mergeGateway(input.gateway, stored?.gateway ?? null);
  const proxy = mergeProxy(input.proxy, stored?.proxy ?? null);
  if (account === null || proxy === 'missing') return null;
  const formerly = formerlyOf(account, stored?.gateway ?? null, isSamePlatform);
  const gateway = formerly.length === 0 ? account : { ...account, formerly };
  const operators = withBadges(input.operators, stored?.operators ?? []);
  const { proxy: _, ...rest } = input;
  const merged = { ...stored, ...rest, operators, gateway };
  // What was never there is not taken away.
  return proxy === null && stored?.proxy === undefined ? merged : { ...merged, proxy };
}

/**
 * Who scans a badge goes on doing so, though the settings show none: also where a page leaves it out. Who has been written
 * in somebody else's row, by id and by name, does not get theirs: whoever still has it would be there under another name.
 */
function withBadges(
  given: Provision['operators'],
  stored: Provision['operators'],
): Provision['operators'] {
  const isOthers = ({ id, name, badge }: Operator) => {
    const owner = stored.find((one) => badge !== undefined && one.badge === badge);
    return owner !== undefined && owner.id !== id && owner.name !== name;
  };
  const own = given.map((operator): Operator => {
    const { badge: _, ...rest } = operator;
    return isOthers(operator) ? rest : operator;
  });
  const taken = new Set(own.map(({ badge }) => badge));
  return own.map((operator) => {
    const badge = operator.badge ?? stored.find(({ id }) => id === operator.id)?.badge;
    const isFree = operator.badge === undefined && badge !== undefined && !taken.has(badge);
    return isFree ? { ...operator, badge } : operator;
  });
}

/** What counts as the app of `account`: nothing of another one, unless somebody says that it is the same. */
function formerlyOf(
  account: Provision['gateway'],
  stored: Provision['gateway'] | null,
  isSamePlatform: boolean,
): FormerApp[] {
  if (stored === null) return [];
  const { url, appKey, formerly = [] } = stored;
  if (platformApp(account) === platformApp(stored)) return formerly;
  if (!isSamePlatform || account.appKey !== appKey) return [];
  const others = formerly.filter((one) => platformApp(one) !== platformApp(account));
  return [...others, { url, appKey }].slice(-MAX_FORMER_APPS);
}
