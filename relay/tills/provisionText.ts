import { parsePartialProvision } from '../../app/settings/partialProvision.ts';
import { type ParsedText, parseProvision } from '../../app/settings/provision.ts';
import type { KeyPair } from './tillKey.ts';

/** What a template leaves to the relay. */
const OURS = {
  gateway: ['url', 'appKey', 'appSecret', 'session'],
  top: ['brandId', 'shopId'],
} as const;

/** What the administrator says of all tills: a provisioning without what each till has of its own. */
export type Template = Record<string, unknown>;

/** Its JSON, or every mistake that is seen before anything is put into it. No value is repeated. */
export function parseTemplate(text: string): ParsedText<Template> {
  const json = jsonIn(text);
  if (!isObject(json)) return { ok: false, problems: ['the template is no JSON object'] };
  const gateway = isObject(json.gateway) ? json.gateway : {};
  const problems = [
    ...OURS.gateway.filter((name) => name in gateway).map((name) => `gateway.${name}`),
    ...OURS.top.filter((name) => name in json),
  ].map((name) => `${name}: is each till's own: leave it out of the template`);
  for (const name of ['gateway', 'reports'])
    if (name in json && !isObject(json[name])) problems.push(`${name}: must be an object`);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: json };
}

export interface TillPlace {
  /** The relay's address, as tills call it. */
  relayUrl: string;
  brandId: string;
  shopId: string;
}

/** A whole provisioning for a new till, by the till's own rules. It tells the relay how it is, unless the template says no. */
export function provisionText(
  template: Template,
  { relayUrl, brandId, shopId }: TillPlace,
  pair: KeyPair,
): ParsedText<string> {
  const told = isObject(template.reports) ? template.reports : {};
  const reports = { relay: true, ...told };
  const provision = { ...withAccount(template, relayUrl, pair), brandId, shopId, reports };
  const text = textOf(provision);
  const parsed = parseProvision(text);
  return parsed.ok ? { ok: true, value: text } : parsed;
}

/**
 * What brings another secret to a till: the account alone, and what the template says beside it. It is for the machine's
 * own place, where only an administrator writes: there nobody is asked for a PIN.
 */
export function rotationText(
  template: Template,
  relayUrl: string,
  pair: KeyPair,
): ParsedText<string> {
  const text = textOf(withAccount(template, relayUrl, pair));
  const parsed = parsePartialProvision(text);
  return parsed.ok ? { ok: true, value: text } : parsed;
}

function withAccount(template: Template, url: string, { appKey, appSecret }: KeyPair): Template {
  const gateway = isObject(template.gateway) ? template.gateway : {};
  return { ...template, gateway: { ...gateway, url, appKey, appSecret } };
}

function textOf(provision: Template): string {
  return `${JSON.stringify(provision, null, 2)}\n`;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Template {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
