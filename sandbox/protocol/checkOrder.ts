import { type Call, customerSaveMethod } from '../../platform/protocol/call.ts';
import {
  checkAppKey,
  checkEncoding,
  checkFormat,
  checkMethod,
  checkVerb,
  checkVersion,
} from '../../platform/protocol/parameterChecks.ts';
import type { Refusal } from '../../platform/protocol/refusal.ts';
import { checkSign, checkTimestamp } from '../../platform/protocol/signatureChecks.ts';
import { type CheckName, checkNames, temperamentOf } from '../temperament.ts';
import { checkPermission, checkQuota, checkReplay, checkSession } from './accessChecks.ts';
import type { CheckContext } from './checkContext.ts';

type Check = (call: Call, context: CheckContext) => Refusal | undefined;

const checks: Readonly<Record<CheckName, Check>> = {
  verb: checkVerb,
  encoding: checkEncoding,
  method: (call) => checkMethod(call, (method) => method === customerSaveMethod),
  format: checkFormat,
  version: checkVersion,
  appKey: (call, { app }) => checkAppKey(call, (appKey) => appKey === app.appKey),
  timestamp: (call, { gatewayTime }) => checkTimestamp(call, gatewayTime),
  sign: (call, { app }) => checkSign(call, [app.appSecret]),
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
