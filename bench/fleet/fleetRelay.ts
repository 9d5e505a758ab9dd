import type { CallSaid } from '../../app/replay/callSaid.ts';
import { type QuotaDecision, QuotaSchedule } from '../../relay/quota/schedule.ts';

/** A till that calls without a break, whatever it is answered: its connections, and how soon it calls again (ms). */
export const STORM = { connections: 4, pause: 50 };

/** The relay's own schedule between the tills and the gateway. Times in ms of the simulation. */
export class FleetRelay {
  readonly #schedule: QuotaSchedule;
  /** Calls that it has not let through. */
  putOff = 0;

  constructor(callsPerMinute: number) {
    this.#schedule = new QuotaSchedule(callsPerMinute);
  }

  admit(till: string, said: CallSaid | null, now: number): QuotaDecision {
    const { urgency = 'foreign' as const, waiting = null } = said ?? {};
    const decision = this.#schedule.decide({ appKey: till, urgency, waiting }, now);
    if (decision.kind !== 'go') this.putOff += 1;
    return decision;
  }

  banned(seconds: number, now: number): void {
    this.#schedule.banned(seconds, now);
  }
}
