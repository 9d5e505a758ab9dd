import texts from '../platformTexts.json' with { type: 'json' };
import { type Call, paramOf } from './call.ts';
import { type Refusal, refuse } from './refusal.ts';

export function checkVerb(call: Call): Refusal | undefined {
  return call.verb === 'POST' ? undefined : refuse(9);
}

export function checkEncoding(call: Call): Refusal | undefined {
  return call.badEncoding ? refuse(47) : undefined;
}

/** `isKnown`: whether this server has a method of that name. */
export function checkMethod(call: Call, isKnown: (method: string) => boolean): Refusal | undefined {
  const method = paramOf(call, 'method');
  if (method === undefined) return refuse(21);
  return isKnown(method) ? undefined : refuse(22, 'isv.invalid-method', texts.invalidMethod);
}

export function checkFormat(call: Call): Refusal | undefined {
  const format = paramOf(call, 'format');
  // Absent is fine: the platform then answers in xml.
  return format === undefined || format === 'json' || format === 'xml' ? undefined : refuse(23);
}

export function checkVersion(call: Call): Refusal | undefined {
  const version = paramOf(call, 'v');
  if (version === undefined) return refuse(32);
  if (!/^\d+\.\d+$/.test(version)) return refuse(33);
  return version === '2.0' ? undefined : refuse(34);
}

/** `isKnown`: whether this server has given anybody that key. */
export function checkAppKey(call: Call, isKnown: (appKey: string) => boolean): Refusal | undefined {
  const appKey = paramOf(call, 'app_key');
  if (appKey === undefined) return refuse(28);
  return isKnown(appKey) ? undefined : refuse(29, 'isv.appkey-not-exists');
}
