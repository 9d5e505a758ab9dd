import { type Refusal, refuse } from '../../platform/protocol/refusal.ts';

/** Why a call cannot be taken just now, in the sub code of a 10: to tills all of it is "later". */
export type LaterReason =
  /** The shared state cannot be asked. */
  | 'relay-state-away'
  /** Nobody has given the relay the chain's account. */
  | 'relay-no-account'
  /** The platform takes no sign of the chain's: it has refused the call, and will refuse every other. */
  | 'relay-account-refused'
  /** A secret of the state does not open with the master keys that are given. */
  | 'relay-keys-failed'
  /** More calls are under way than one relay, or one till, may have. */
  | 'relay-busy'
  /** Something in the relay itself is broken. */
  | 'relay-failed';

const WORDS: Readonly<Record<LaterReason, string>> = {
  'relay-state-away': 'the relay cannot ask its state just now',
  'relay-no-account': 'the relay has no account of the platform yet',
  'relay-account-refused': 'the platform refuses the secret of the relay just now',
  'relay-keys-failed': 'the relay cannot open its secrets just now',
  'relay-busy': 'too many calls are under way',
  'relay-failed': 'the relay cannot answer just now',
};

/** Nothing was forwarded, or the platform has refused the relay's sign: no effect, and nothing is wrong with the call. */
export function later(reason: LaterReason): Refusal {
  return refuse(10, `isp.${reason}`, WORDS[reason]);
}
