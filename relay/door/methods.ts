import type { Refusal } from '../../platform/protocol/refusal.ts';
import type { Tree } from '../../platform/wire/writeAnswer.ts';
import type { CallingTill } from './knownCallers.ts';

/** A call that is for the relay itself: read, signed by whom it should be, in time, and never seen before. */
export interface OwnCall {
  method: string;
  /** All parameters; a value is empty where the caller sent it so. */
  params: ReadonlyMap<string, string>;
  /** Whose key signed it: a till, or null for the administrator's. */
  till: CallingTill | null;
  /** The platform's time, ms since 1970. */
  now: number;
  /** It came over TLS, or from this machine: nobody on the way has read it. */
  isPrivate: boolean;
}

export type OwnAnswer =
  /** Goes under the root that the method's name makes, in json or xml as asked, with a `request_id` beside. */
  { kind: 'result'; content: Tree } | { kind: 'refused'; refusal: Refusal };

/** What a relay does for a method of its own. */
export interface MethodHandler {
  /** Whose keys may call it; with another's the method is one that does not exist (22). */
  signedBy: 'till' | 'administrator';
  /** What throws is answered with code 15 and logged without its message. */
  serve(call: OwnCall): Promise<OwnAnswer>;
}

/** Handlers by the name of their method (`tillside.relay.tills.add`). */
export type Methods = Readonly<Record<string, MethodHandler>>;
