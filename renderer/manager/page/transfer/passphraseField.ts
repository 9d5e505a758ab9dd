import type { BridgeError } from '../../../../app/ipc/bridge.ts';
import type { ManagerFailure } from '../ManagerContext.ts';

interface AboutPassphrase {
  first: BridgeError['code'] | null;
  second: BridgeError['code'] | null;
  /** A failure that is about neither. */
  other: ManagerFailure | null;
}

/** Where a failure is said: at the passphrase, at its repetition, or at none of them. */
export function passphraseField(failure: ManagerFailure | null): AboutPassphrase {
  const nowhere: AboutPassphrase = { first: null, second: null, other: null };
  if (failure === null || failure === 'no-answer') return { ...nowhere, other: failure };
  if (failure === 'passphrase.differs') return { ...nowhere, second: failure };
  const isFirst = failure.startsWith('passphrase.') || failure === 'move.wrong-passphrase';
  return isFirst ? { ...nowhere, first: failure } : { ...nowhere, other: failure };
}
