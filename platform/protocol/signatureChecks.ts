import texts from '../platformTexts.json' with { type: 'json' };
import { readCalendarText } from './calendarText.ts';
import { type Call, paramOf } from './call.ts';
import { type Refusal, refuse } from './refusal.ts';
import { isSignedBy } from './sign.ts';

const platformZone = 8 * 60 * 60 * 1000;
const tolerance = 10 * 60 * 1000;

/** What a call says that it was signed at, ms since 1970; undefined where that is no time. */
export function signedAt(call: Call): number | undefined {
  const local = readCalendarText(paramOf(call, 'timestamp') ?? '');
  return local === undefined ? undefined : local - platformZone;
}

/** `gatewayTime`: what this server's clock shows, in milliseconds since 1970; null where it shows nothing: then any moment will do. */
export function checkTimestamp(call: Call, gatewayTime: number | null): Refusal | undefined {
  if (paramOf(call, 'timestamp') === undefined) return refuse(30);
  const at = signedAt(call);
  if (at === undefined) {
    return refuse(31, 'isv.timestamp-limit-error', texts.timestampMalformed);
  }
  if (gatewayTime === null) return undefined;
  const distance = Math.abs(at - gatewayTime);
  return distance <= tolerance
    ? undefined
    : refuse(31, 'isv.timestamp-limit-error', texts.timestampLimit);
}

/** `appSecrets`: any of them will do; a key may have two for a time. */
export function checkSign(call: Call, appSecrets: readonly string[]): Refusal | undefined {
  if (paramOf(call, 'sign') === undefined) return refuse(24);
  const fits = appSecrets.map((appSecret) => isSignedBy(call.params, appSecret));
  return fits.includes(true) ? undefined : refuse(25);
}

/** What a call is told whose sign and timestamp were seen before. */
export function refuseReplay(): Refusal {
  return refuse(31, 'isv.request-replay-error', texts.requestReplay);
}
