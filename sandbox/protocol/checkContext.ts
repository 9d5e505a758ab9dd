import type { SeenSigns } from '../../platform/protocol/seenSigns.ts';
import type { FaultSettings, PlainAction } from '../faults/faultSchema.ts';
import type { Quota, QuotaLimit } from './quota.ts';

/** What the gateway knows of the app that calls it. */
export interface AppRegistration {
  appKey: string;
  appSecret: string;
  /** The one valid session token. Without it, any token that is not empty is valid. */
  session?: string;
  quota?: QuotaLimit;
}

/** Everything a check may look at besides the call itself. Times are in milliseconds. */
export interface CheckContext {
  app: AppRegistration;
  /** The clock of the sandbox's owner: bans and windows run on it. */
  now: number;
  /** The clock the gateway shows and judges timestamps by. */
  gatewayTime: number;
  seenSigns: SeenSigns;
  quota: Quota;
  settings: FaultSettings;
  fault: PlainAction | undefined;
}
