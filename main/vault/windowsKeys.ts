import type { QueuePer } from '../../app/settings/queuePer.ts';
import type { Dpapi } from './dpapi.ts';

/** Wraps a data key by DPAPI itself: nothing of it lies in a file of Chromium's. A `KeyWrapper` (`dataKey.ts`). */
export interface WindowsKeyWrapper {
  readonly protection: 'dpapi-user' | 'dpapi-machine';
  /** @throws DpapiError */
  wrap(key: Buffer): Buffer;
  /** @throws DpapiError where it was not wrapped by this one, was damaged, or Windows cannot do it now */
  unwrap(wrapped: Buffer): Buffer;
}

/** Windows refused. What may pass (a service that is not up, a profile half loaded) is told by the same words. */
export class DpapiError extends Error {
  override name = 'DpapiError';
  readonly code = 'DPAPI_REFUSED';
  /** Windows' own number (`GetLastError`), null where it gave none. 13: damaged, or of another wrapper. */
  readonly windowsCode: number | null;

  constructor(cause: unknown) {
    const [, digits] = /Error code: (\d+)/.exec((cause as Error).message) ?? [];
    super(`Windows refused (${digits === undefined ? 'no number' : written(Number(digits))})`, {
      cause,
    });
    this.windowsCode = digits === undefined ? null : Number(digits);
  }
}

/** For whoever is signed in to Windows now: another user of the PC, an administrator too, cannot unwrap it by asking. */
export function userWrapper(dpapi: Dpapi): WindowsKeyWrapper {
  return wrapperOf(dpapi, 'dpapi-user', 'CurrentUser');
}

/** For this PC: whoever runs a program on it and can read the data folder can unwrap it, whatever his rights. */
export function machineWrapper(dpapi: Dpapi): WindowsKeyWrapper {
  return wrapperOf(dpapi, 'dpapi-machine', 'LocalMachine');
}

/** The wrapper for the chain's choice. */
export function windowsWrapper(dpapi: Dpapi, queuePer: QueuePer): WindowsKeyWrapper {
  return queuePer === 'pc' ? machineWrapper(dpapi) : userWrapper(dpapi);
}

/**
 * What DPAPI mixes into its own key (`pOptionalEntropy`). It is no secret and cannot be lost: a random one would have to
 * lie beside the key that it helps to protect. It tells apart what this program has wrapped for whom, which DPAPI does
 * not: it unwraps for a machine what was wrapped for a user, and the other way round.
 */
const entropyOf = (protection: WindowsKeyWrapper['protection']) =>
  Buffer.from(`tillside data key, ${protection}, 1`);

function wrapperOf(
  dpapi: Dpapi,
  protection: WindowsKeyWrapper['protection'],
  scope: 'CurrentUser' | 'LocalMachine',
): WindowsKeyWrapper {
  const entropy = entropyOf(protection);
  const told = (act: () => Uint8Array) => {
    try {
      return Buffer.from(act());
    } catch (error) {
      throw new DpapiError(error);
    }
  };
  return {
    protection,
    wrap: (key) => told(() => dpapi.protectData(key, entropy, scope)),
    unwrap: (wrapped) => told(() => dpapi.unprotectData(wrapped, entropy, scope)),
  };
}

/** As Microsoft's pages list them: small ones in digits, the others as 0x8009000B. */
function written(code: number): string {
  return code < 0x1_0000 ? String(code) : `0x${code.toString(16).toUpperCase().padStart(8, '0')}`;
}
