import { type CheckName, checkNames, temperamentOf } from '../temperament.ts';
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

const checks: Readonly<Record<CheckName, Check>> = {
  verb: checkVerb,
  encoding: checkEncoding,
  method: checkMethod,
  format: checkFormat,
  version: checkVersion,
  appKey: checkAppKey,
  timestamp: checkTimestamp,
  sign: checkSign,
  replay: checkReplay,
  quota: checkQuota,
  permission: checkPermission,
  session: checkSession,
};

/**
 * The first check that refuses the call, in the platform's order: a request that is wrong in two ways
 * is told about the earlier one.
 */
export function firstRefusal(call: Call, context: CheckContext): Refusal | undefined {
  const { checkFirst } = temperamentOf(context.settings.temperament);
  for (const name of new Set([...checkFirst, ...checkNames])) {
    const refusal = checks[name](call, context);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
