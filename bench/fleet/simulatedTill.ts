import type { Outcome } from '../../app/gateway/outcome.ts';
import type { CallSaid } from '../../app/replay/callSaid.ts';

/** One call on its way. */
export interface FleetCall {
  /** What the till knows its save by. */
  key: number;
  startedAt: number;
  /** The timestamp that it is signed with, ms since 1970. */
  timestamp: number;
  /** What a relay is told of it; null where the till knows of none. */
  said: CallSaid | null;
}

/** A till as the fleet sees it. Times are ms of the simulation, which nobody's clock need agree with. */
export interface SimulatedTill {
  /** The network is back. */
  reconnect(now: number): void;
  /** A customer stands at the counter; gives the key of the new save. */
  register(now: number): number;
  /** The calls that leave now, and when to ask again if nothing happens before. */
  send(now: number): { calls: FleetCall[]; nextAt: number | null };
  /**
   * `date`: what the gateway's `Date` header says, ms since 1970; `next`: what a relay says of the next call of the backlog
   * (ms), or null.
   */
  answered(call: FleetCall, outcome: Outcome, date: number, now: number, next: number | null): void;
  /** The power is gone; the calls under way have no till to come back to. */
  reboot(now: number): void;
  /** Saves that were given up and are lost. */
  readonly lost: number;
}
