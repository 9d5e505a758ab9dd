/** The relay in a schedule. */
export interface RelayInSchedule {
  /** What it lets through in a minute, or null. */
  callsPerMinute: number | null;
  /** The gateways take a sign that they have seen before. */
  signsRepeat: boolean;
}

/** What a broken relay, or one that is ended by force, may do. All times are ms. */
export type RelayTrouble =
  /** The next `times` calls reach the platform twice, the second time `after` so long; `told`: of which the till hears. */
  | { kind: 'duplicates'; times: number; after: number; told: 'first' | 'second' }
  /** The next `times` calls reach the relay twice, the second time `after` so long; `told`: of which the till hears. */
  | { kind: 'copies'; times: number; after: number; told: 'first' | 'second' }
  /** The next `times` calls leave so late, and their answers as well. Whoever sent them may have given up by then. */
  | { kind: 'delays'; times: number; call: number; answer: number }
  /** The next `times` calls are lost on the way there, or their answers on the way back. */
  | {
      kind: 'loses';
      times: number;
      what: 'call' | 'answer';
      how: 'reset' | 'silence' | 'bad-gateway';
    }
  /** It is gone with every call under way, for so long. `forgets`: what it shares with other relays is gone as well. */
  | { kind: 'dies'; lasts: number; forgets: boolean; clock: number }
  /** What relays share cannot be asked for so long. */
  | { kind: 'state away'; lasts: number }
  /** The tills are not known for so long. */
  | { kind: 'tills lost'; lasts: number };
