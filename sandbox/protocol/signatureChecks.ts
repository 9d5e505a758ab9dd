import texts from '../platformTexts.json' with { type: 'json' };
import { temperamentOf } from '../temperament.ts';
import { readCalendarText } from './calendarText.ts';
import { type Call, paramOf } from './call.ts';
import type { CheckContext } from './checkContext.ts';
import { type Refusal, refuse } from './refusal.ts';
import { isSignedBy } from './sign.ts';

const platformZone = 8 * 60 * 60 * 1000;
const tolerance = 10 * 60 * 1000;

export function checkTimestamp(call: Call, context: CheckContext): Refusal | undefined {
  const text = paramOf(call, 'timestamp');
  if (text === undefined) return refuse(30);
  const local = readCalendarText(text);
  if (local === undefined) {
    return refuse(31, 'isv.timestamp-limit-error', texts.timestampMalformed);
  }
  const distance = Math.abs(local - platformZone - context.gatewayTime);
  return distance <= tolerance
    ? undefined
    : refuse(31, 'isv.timestamp-limit-error', texts.timestampLimit);
}

export function checkSign(call: Call, context: CheckContext): Refusal | undefined {
  if (paramOf(call, 'sign') === undefined) return refuse(24);
  return isSignedBy(call.params, context.app.appSecret) ? undefined : refuse(25);
}

export function checkReplay(call: Call, context: CheckContext): Refusal | undefined {
  if (temperamentOf(context.settings.temperament).repeatedSign === 'allow') return undefined;
  const sign = call.params.get('sign') ?? '';
  const timestamp = call.params.get('timestamp') ?? '';
  return context.seenSigns.admit(sign, timestamp, context.now)
    ? undefined
    : refuse(31, 'isv.request-replay-error', texts.requestReplay);
}
