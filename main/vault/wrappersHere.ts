import type { QueuePer } from '../../app/settings/queuePer.ts';
import type { KeyWrapper } from './dataKey.ts';
import type { OpenedDpapi } from './dpapi.ts';
import { machineWrapper, userWrapper, windowsWrapper } from './windowsKeys.ts';

/** What wraps the data key of a till. */
export interface TillWrappers {
  /** What wraps a new key, until the chain's choice is known. */
  keyWrapper: KeyWrapper;
  /** Others that may have wrapped the key at an earlier start. */
  formerWrappers?: readonly KeyWrapper[];
  /** The chain's choice, where there is one. */
  chooseWrapper?: (queuePer: QueuePer) => KeyWrapper;
}

/** Windows' DPAPI itself where it is there (`dpapi`; null: another system), otherwise what Electron offers (`system`). */
export function wrappersHere(dpapi: OpenedDpapi | null, system: KeyWrapper): TillWrappers {
  if (dpapi === null || !dpapi.ok) return { keyWrapper: system };
  const { dpapi: native } = dpapi;
  return {
    keyWrapper: userWrapper(native),
    formerWrappers: [machineWrapper(native), system],
    chooseWrapper: (queuePer) => windowsWrapper(native, queuePer),
  };
}
