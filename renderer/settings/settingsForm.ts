import { zodResolver } from '@hookform/resolvers/zod';
import type { Resolver } from 'react-hook-form';
import { z } from 'zod';
import { fullApiChoiceSchema, USUAL_API } from '../../app/api/apiChoice.ts';
import { toHalfWidth } from '../../app/member/halfWidth.ts';
import type { Locale } from '../../app/settings/locales.ts';
import type { GivenSettings } from '../../app/settings/lockedSettings.ts';
import { newPinSchema, pinDigits } from '../../app/settings/pin.ts';
import {
  keepsPassword,
  type ProxyInput,
  type ProxyView,
  proxyAccountSchema,
} from '../../app/settings/proxyAccount.ts';
import {
  type GatewayInput,
  gatewayInputSchema,
  keepsSecrets,
  type SettingsInput,
  settingsInputSchema,
} from '../../app/settings/settingsInput.ts';
import { DEFAULT_SIGN_METHOD, type SettingsView } from '../../app/settings/settingsView.ts';
import { fullWindowChoicesSchema, USUAL_WINDOW } from '../../app/settings/windowChoices.ts';

/** Keys and addresses are pasted, and what is pasted often has a blank at its end. */
const trimmed = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z.string().trim().pipe(schema);

/** What the gateway knows in ASCII alone, and an input method may have typed in full width. */
const trimmedCode = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z.string().transform(toHalfWidth).pipe(trimmed(schema));

const { gateway, brandId, shopId, operators, locale } = settingsInputSchema.shape;
const folder = settingsInputSchema.shape.watermarkFolder.unwrap();
const secret = gatewayInputSchema.shape.appSecret.unwrap();
const operatorShape = operators.element.shape;

/** A PIN that is typed unseen is typed twice. */
export const newPinPairSchema = z
  .object({ first: z.string().transform(pinDigits).pipe(newPinSchema), again: z.string() })
  .superRefine(({ first, again }, context) => {
    if (first === pinDigits(again)) return;
    context.addIssue({ code: 'custom', message: 'differs', path: ['again'] });
  });

const anyPair = z.object({ first: z.string(), again: z.string() });

export const EMPTY_PIN = { first: '', again: '' };

const NO_PROXY = { host: '', username: '', password: '' };

const operatorList = z
  .array(
    z.object({
      id: trimmedCode(operatorShape.id),
      name: trimmed(operatorShape.name),
      // In no field, and not to be lost for that.
      badge: operatorShape.badge,
    }),
  )
  .superRefine((list, context) => {
    list.forEach(({ id }, index) => {
      if (list.findIndex((operator) => operator.id === id) === index) return;
      context.addIssue({ code: 'custom', message: 'twice', path: [index, 'id'] });
    });
  });

type StoredGateway = SettingsView['gateway'];

/** A field holds text. */
const apiFields = z.object({
  enabled: fullApiChoiceSchema.shape.enabled,
  port: z
    .string()
    .transform((text) => Number(toHalfWidth(text).trim() || Number.NaN))
    .pipe(fullApiChoiceSchema.shape.port),
});

const USUAL_API_FIELDS = { ...USUAL_API, port: String(USUAL_API.port) };

const proxyFields = z.object({ host: z.string(), username: z.string(), password: z.string() });

/** All empty: no proxy is told anything. The stored password stays with its host and name alone. */
function proxySchema(stored: ProxyView | null) {
  return proxyFields.superRefine((values, context) => {
    const given = proxyInput(values);
    if (given === null) return;
    const isKept = stored !== null && given.password === null && keepsPassword(given, stored);
    const password = isKept ? 'kept' : (given.password ?? '');
    const { error } = proxyAccountSchema.safeParse({ ...given, password });
    for (const issue of error?.issues ?? []) {
      const isAnew = issue.path[0] === 'password' && password === '' && stored !== null;
      const message = isAnew ? 'anew' : 'proxy';
      context.addIssue({ code: 'custom', message, path: issue.path });
    }
  });
}

interface FormOptions {
  /** What is there already, or null while the till is being set up. */
  stored: StoredGateway | null;
  /** And of what a proxy is told; null: nothing. */
  proxy: ProxyView | null;
  asksForPin: boolean;
  /** Policy or machine file say which session it is; default: false. */
  isSessionLocked?: boolean;
}

/** What the fields hold: plain texts, a secret always empty at first. */
function formSchema({ stored, proxy, asksForPin, isSessionLocked = false }: FormOptions) {
  const gatewayFields = z.object({
    url: trimmedCode(gateway.shape.url),
    appKey: trimmedCode(gateway.shape.appKey),
    appSecret: stored?.hasAppSecret ? trimmed(secret.or(z.literal(''))) : trimmed(secret),
    session: trimmed(secret.or(z.literal(''))),
    forgetSession: z.boolean(),
    signMethod: gateway.shape.signMethod,
  });
  return z.object({
    gateway: gatewayFields.superRefine((values, context) => {
      if (stored === null) return;
      const isElsewhere = !keepsSecrets(values, stored);
      // A session is for its secret as well. One that is locked comes from whoever knows that.
      const isOther = isElsewhere || (values.appSecret !== '' && !isSessionLocked);
      const isSessionKept = stored.hasSession && !values.forgetSession && values.session === '';
      const isMissing = {
        appSecret: isElsewhere && values.appSecret === '',
        session: isOther && isSessionKept,
      };
      for (const name of ['appSecret', 'session'] as const) {
        if (isMissing[name]) context.addIssue({ code: 'custom', message: 'anew', path: [name] });
      }
    }),
    brandId: trimmedCode(brandId),
    shopId: trimmedCode(shopId),
    operators: operatorList,
    watermarkFolder: trimmed(folder),
    locale,
    window: fullWindowChoicesSchema,
    api: apiFields,
    proxy: proxySchema(proxy),
    isSamePlatform: z.boolean(),
    pin: asksForPin ? newPinPairSchema : anyPair,
  });
}

export type SettingsValues = z.input<ReturnType<typeof formSchema>>;
export type SettingsOutput = z.output<ReturnType<typeof formSchema>>;

export function settingsResolver(
  options: FormOptions,
): Resolver<SettingsValues, unknown, SettingsOutput> {
  return zodResolver(formSchema(options));
}

/** The fields of a till that is being set up: the platform's own address is nearly always right. */
export function emptySettings(locale: Locale): SettingsValues {
  return {
    gateway: {
      url: 'https://gw.api.taobao.com/router/rest',
      appKey: '',
      appSecret: '',
      session: '',
      forgetSession: false,
      signMethod: DEFAULT_SIGN_METHOD,
    },
    brandId: '',
    shopId: '',
    operators: [{ id: '', name: '' }],
    watermarkFolder: '',
    locale,
    window: USUAL_WINDOW,
    api: USUAL_API_FIELDS,
    proxy: NO_PROXY,
    isSamePlatform: false,
    pin: EMPTY_PIN,
  };
}

/** What a till that is being set up is given, in its fields. */
export function givenValues(locale: Locale, given: GivenSettings): SettingsValues {
  const empty = emptySettings(given.locale ?? locale);
  const { url, appKey, signMethod } = given.gateway;
  const { gateway } = empty;
  return {
    ...empty,
    gateway: {
      ...gateway,
      url: url ?? gateway.url,
      appKey: appKey ?? gateway.appKey,
      signMethod: signMethod ?? gateway.signMethod,
    },
    brandId: given.brandId ?? empty.brandId,
    shopId: given.shopId ?? empty.shopId,
    operators: given.operators ?? empty.operators,
    proxy: { ...empty.proxy, ...given.proxy },
  };
}

/** The account whose secret is given with it, as the settings would show it; null where the secret is to be typed. */
export function givenAccount({ gateway }: GivenSettings): StoredGateway | null {
  const { url, appKey, signMethod = DEFAULT_SIGN_METHOD, hasAppSecret, hasSession } = gateway;
  if (!hasAppSecret || url === undefined || appKey === undefined) return null;
  return { url, appKey, signMethod, hasAppSecret, hasSession };
}

export function valuesOf(settings: SettingsView): SettingsValues {
  const { url, appKey, signMethod } = settings.gateway;
  return {
    ...emptySettings(settings.locale),
    gateway: { url, appKey, signMethod, appSecret: '', session: '', forgetSession: false },
    brandId: settings.brandId,
    shopId: settings.shopId,
    operators: settings.operators,
    watermarkFolder: settings.watermarkFolder,
    window: settings.window,
    api: { ...settings.api, port: String(settings.api.port) },
    proxy: { ...NO_PROXY, ...settings.proxy },
  };
}

/** An empty secret means: as it is. Also for fields that were not saved, so blanks are cut here again. */
export function gatewayInput(values: SettingsValues['gateway']): GatewayInput {
  const [url, appKey, appSecret, session] = [
    values.url,
    values.appKey,
    values.appSecret,
    values.session,
  ].map((text) => text.trim()) as [string, string, string, string];
  return {
    url,
    appKey,
    appSecret: appSecret === '' ? null : appSecret,
    session: values.forgetSession ? '' : session === '' ? null : session,
    signMethod: values.signMethod,
  };
}

/** Null: all fields are empty. A password is as it is typed; an empty one means: as it is. */
export function proxyInput(values: SettingsValues['proxy']): ProxyInput | null {
  const [host, username] = [toHalfWidth(values.host).trim(), values.username.trim()];
  const { password } = values;
  if (host === '' && username === '' && password === '') return null;
  return { host, username, password: password === '' ? null : password };
}

export function settingsInput(values: SettingsOutput): SettingsInput {
  const { brandId, shopId, operators, watermarkFolder, locale, window, api, isSamePlatform } =
    values;
  const gateway = gatewayInput(values.gateway);
  const proxy = proxyInput(values.proxy);
  const shop = { brandId, shopId, operators, watermarkFolder };
  return { gateway, ...shop, locale, window, api, proxy, isSamePlatform };
}
