import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { Registered } from '../../app/ipc/registration.ts';
import type { SaveLine } from '../../app/outbox/outboxView.ts';

/** Why a save is not confirmed: main's own code, or that main gave no answer at all. */
export type FailureCode = BridgeError['code'] | 'no-answer';

/** What the last thing that the cashier did has come to. */
export type Result =
  | { kind: 'idle' }
  /** What a crash left behind is in the form. */
  | { kind: 'restored' }
  /** The customer did not agree, and the form was emptied. */
  | { kind: 'refused' }
  /** A save was asked for without the customer's consent. */
  | { kind: 'unconsented' }
  | { kind: 'saving' }
  /** `apartFrom`: an earlier save that this form had been stored as, before its content changed. */
  | ({ kind: 'saved'; apartFrom: string | null } & Registered)
  | { kind: 'failed'; code: FailureCode; requestId: string };

/** True for what the next key ends. */
export function isPassing(result: Result): boolean {
  return result.kind === 'saved' || result.kind === 'refused' || result.kind === 'restored';
}

export type Confirmation =
  /** `apartFrom`: the slip of an earlier save of this form, or null. */
  | {
      state: 'saved' | 'accepted';
      slip: string;
      apartFrom: string | null;
      uncorrected: string | null;
    }
  | { state: 'held'; slip: string; line: SaveLine };

/** A saved slip with what the gateway has said of it since: main's line is newer than our memory. */
export function confirmationOf(
  result: Extract<Result, { kind: 'saved' }>,
  recent: readonly SaveLine[],
): Confirmation {
  const { slip, uncorrected } = result;
  const apartFrom = recent.find((one) => one.requestId === result.apartFrom)?.slip ?? null;
  const line = recent.find((candidate) => candidate.requestId === result.requestId);
  switch (line?.state) {
    case 'accepted':
      return { state: 'accepted', slip, apartFrom, uncorrected };
    case 'held':
      return { state: 'held', slip, line };
    case 'pending':
    case 'sending':
    case 'discarded':
    case undefined:
      return { state: 'saved', slip, apartFrom, uncorrected };
  }
}
