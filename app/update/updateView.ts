import type { UpdateChannel } from './channels.ts';
import type { OpeningHours } from './openingHours.ts';
import type { CheckOutcome, Obstacle } from './updateCodes.ts';

/** What the last check has come to. */
export interface LastCheck {
  /** Till's clock, ms since 1970. */
  at: number;
  outcome: CheckOutcome;
  /** The version that the server tells, or null where it tells none. */
  version: string | null;
}

/** How it is with updates, as the manager sees it. */
export interface UpdateView {
  /** Of this program. */
  version: string;
  /** Null: no address is set. */
  channel: UpdateChannel | null;
  url: string | null;
  hours: OpeningHours;
  lastCheck: LastCheck | null;
  /** `ready`: it is here, and waits for its time. */
  waits: { version: string; standing: 'known' | 'fetching' | 'ready' } | null;
  /** Why what waits, or else the next check, does not happen just now; null: nothing hinders it. */
  why: Obstacle | null;
}
