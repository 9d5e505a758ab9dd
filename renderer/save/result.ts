import type { SaveLine } from '../../app/outbox/outboxView.ts';
import type { FailureCode } from './Registrar.ts';

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
  | { kind: 'saved'; requestId: string; slip: string }
  | { kind: 'failed'; code: FailureCode; requestId: string };

/** True for what the next key ends. */
export function isPassing(result: Result): boolean {
  return result.kind === 'saved' || result.kind === 'refused' || result.kind === 'restored';
}

export type Confirmation =
  | { state: 'saved' | 'accepted'; slip: string }
  | { state: 'held'; slip: string; line: SaveLine };

/** A saved slip with what the gateway has said of it since: main's line is newer than our memory. */
export function confirmationOf(
  result: Extract<Result, { kind: 'saved' }>,
  recent: readonly SaveLine[],
): Confirmation {
  const { slip } = result;
  const line = recent.find((candidate) => candidate.requestId === result.requestId);
  switch (line?.state) {
    case 'accepted':
      return { state: 'accepted', slip };
    case 'held':
      return { state: 'held', slip, line };
    case 'pending':
    case 'sending':
    case 'discarded':
    case undefined:
      return { state: 'saved', slip };
  }
}
