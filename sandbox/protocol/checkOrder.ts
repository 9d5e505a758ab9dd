import { checkPermission, checkQuota, checkSession } from './accessChecks.ts';
import type { Call } from './call.ts';
import type { CheckContext } from './checkContext.ts';
import {
  checkAppKey,
  checkEncoding,
  checkFormat,
  checkMethod,
  checkVerb,
  checkVersion,
} from './parameterChecks.ts';
import type { Refusal } from './refusal.ts';
import { checkReplay, checkSign, checkTimestamp } from './signatureChecks.ts';

type Check = (call: Call, context: CheckContext) => Refusal | undefined;

// A request that is wrong in two ways is told about the earlier one.
const order: readonly Check[] = [
  checkVerb,
  checkEncoding,
  checkMethod,
  checkFormat,
  checkVersion,
  checkAppKey,
  checkTimestamp,
  checkSign,
  checkReplay,
  checkQuota,
  checkPermission,
  checkSession,
];

/** The first check that refuses the call, in the platform's order. */
export function firstRefusal(call: Call, context: CheckContext): Refusal | undefined {
  for (const check of order) {
    const refusal = check(call, context);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
