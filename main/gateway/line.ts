import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';

/** What came back for one call, whole. */
export interface Answer {
  status: number;
  /** The `Date` header, or empty text. */
  date: string;
  /** The `Tillside-Next` header of a relay, or empty text, or nothing. */
  appointment?: string;
  text: string;
}

/** One call, ready to be sent. */
export interface Call {
  url: string;
  headers: Record<string, string>;
  form: string;
  /** Ends the waiting for the answer; what has left has left. */
  signal: AbortSignal | null;
  /** After how long from its beginning that is (ms). */
  patience: number;
  /** What a proxy is told that asks for a name and password; default: nothing. */
  proxy?: ProxyAccount | null;
}

/** An answer, and what is known of the call that it answers. */
export interface CallAnswer extends Answer {
  /**
   * The call may have been sent before without an answer, and this one be to the second time: unless it accepts, it
   * says nothing of the first one.
   */
  mayBeSecond: boolean;
}

/** Sends a call and brings the whole answer; rejects with `LostCall` where none came. */
export type Post = (call: Call) => Promise<CallAnswer>;

/** A way to the gateway, on which at most one call is under way. */
export interface Line {
  /** What it stood on has gone for good: it carries no call any more. */
  isGone(): boolean;
  /** Lets go of every connection that is kept, so that the next call makes its own; false where that is not certain. */
  renew(): Promise<boolean>;
  /** `LostCall.mayHaveArrived` as far as the connection is concerned on which the call failed in the end. */
  post(call: Call): Promise<Answer>;
}

/** Why a call has no answer. */
export class LostCall extends Error {
  /** Stable, without an address or anything personal. */
  readonly code: string;
  /** False only where it is certain that no byte of the form was given to any connection. */
  readonly mayHaveArrived: boolean;

  constructor(code: string, mayHaveArrived: boolean) {
    super(code);
    this.code = code;
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** It was not begun: no connection, of its own or used before, has had anything to do with it. */
export class CallNotBegun extends LostCall {
  constructor(code: string) {
    super(code, false);
  }
}
