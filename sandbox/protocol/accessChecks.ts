import texts from '../../platform/platformTexts.json' with { type: 'json' };
import type { Call } from '../../platform/protocol/call.ts';
import { type Refusal, refuse, refuseForBan } from '../../platform/protocol/refusal.ts';
import { refuseReplay } from '../../platform/protocol/signatureChecks.ts';
import { temperamentOf } from '../temperament.ts';
import type { CheckContext } from './checkContext.ts';

export function checkReplay(call: Call, context: CheckContext): Refusal | undefined {
  if (temperamentOf(context.settings.temperament).repeatedSign === 'allow') return undefined;
  const sign = call.params.get('sign') ?? '';
  const timestamp = call.params.get('timestamp') ?? '';
  return context.seenSigns.admit(sign, timestamp, context.now) ? undefined : refuseReplay();
}

export function checkQuota(_call: Call, context: CheckContext): Refusal | undefined {
  const { fault, now, quota } = context;
  // A ban that is on runs out as it was announced: it is not started anew.
  if (fault?.type === 'ban' && !quota.isBanned(now)) quota.ban(fault.seconds, now);
  const limit = context.settings.quota ?? context.app.quota;
  const seconds = quota.admit(limit, now);
  return seconds === 0 ? undefined : refuseForBan(seconds);
}

export function checkPermission(_call: Call, context: CheckContext): Refusal | undefined {
  return context.settings.permissionDenied
    ? refuse(11, 'isv.permission-api-package-limit', texts.permission)
    : undefined;
}

export function checkSession(call: Call, context: CheckContext): Refusal | undefined {
  const invalid = refuse(27, 'invalid-sessionkey', texts.invalidSession);
  if (context.fault?.type === 'expireSession') return invalid;
  const session = call.params.get('session');
  if (session === undefined) return context.settings.requireSession ? refuse(26) : undefined;
  // A session may be left out, but one that is sent empty is a mistake of the client.
  if (session === '') return refuse(26);
  return context.app.session === undefined || session === context.app.session ? undefined : invalid;
}
