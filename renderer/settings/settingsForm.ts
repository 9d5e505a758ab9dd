import { zodResolver } from '@hookform/resolvers/zod';
import type { Resolver } from 'react-hook-form';
import { z } from 'zod';
import { newPinSchema, pinDigits } from '../../app/settings/pin.ts';
import type { Locale } from '../../app/settings/provision.ts';
import {
  type GatewayInput,
  gatewayInputSchema,
  type SettingsInput,
  settingsInputSchema,
} from '../../app/settings/settingsInput.ts';
import { DEFAULT_SIGN_METHOD, type SettingsView } from '../../app/settings/settingsView.ts';

/** Keys and addresses are pasted, and what is pasted often has a blank at its end. */
const trimmed = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z.string().trim().pipe(schema);

const { gateway, brandId, shopId, operators, locale } = settingsInputSchema.shape;
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

const operatorList = z
  .array(z.object({ id: trimmed(operatorShape.id), name: trimmed(operatorShape.name) }))
  .superRefine((list, context) => {
    list.forEach(({ id }, index) => {
      if (list.findIndex((operator) => operator.id === id) === index) return;
      context.addIssue({ code: 'custom', message: 'twice', path: [index, 'id'] });
    });
  });

/** What the fields hold: plain texts, a secret always empty at first. */
function formSchema(hasAppSecret: boolean, asksForPin: boolean) {
  return z.object({
    gateway: z.object({
      url: trimmed(gateway.shape.url),
      appKey: trimmed(gateway.shape.appKey),
      appSecret: hasAppSecret ? trimmed(secret.or(z.literal(''))) : trimmed(secret),
      session: trimmed(secret.or(z.literal(''))),
      forgetSession: z.boolean(),
      signMethod: gateway.shape.signMethod,
    }),
    brandId: trimmed(brandId),
    shopId: trimmed(shopId),
    operators: operatorList,
    locale,
    pin: asksForPin ? newPinPairSchema : anyPair,
  });
}

export type SettingsValues = z.input<ReturnType<typeof formSchema>>;
export type SettingsOutput = z.output<ReturnType<typeof formSchema>>;

export function settingsResolver(options: {
  hasAppSecret: boolean;
  asksForPin: boolean;
}): Resolver<SettingsValues, unknown, SettingsOutput> {
  return zodResolver(formSchema(options.hasAppSecret, options.asksForPin));
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
    locale,
    pin: EMPTY_PIN,
  };
}

export function valuesOf(settings: SettingsView): SettingsValues {
  const { url, appKey, signMethod } = settings.gateway;
  return {
    ...emptySettings(settings.locale),
    gateway: { url, appKey, signMethod, appSecret: '', session: '', forgetSession: false },
    brandId: settings.brandId,
    shopId: settings.shopId,
    operators: settings.operators,
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

export function settingsInput(values: SettingsOutput): SettingsInput {
  const { brandId, shopId, operators, locale } = values;
  return { gateway: gatewayInput(values.gateway), brandId, shopId, operators, locale };
}
