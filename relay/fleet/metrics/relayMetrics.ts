import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CallUrgency } from '../../state/relayState.ts';

/** What is read anew whenever somebody asks. */
export interface RelayNow {
  /** What the platform grants the chain (calls a minute), null where nothing is set. */
  callsPerMinute: number | null;
  /** When the certificate that this relay shows ends (ms since 1970), null where a proxy does that. */
  certificateUntil: number | null;
  /** The platform's clock minus this relay's (ms). */
  clockOffset: number;
  /** Ms that never go backwards. */
  monotonic: number;
}

/** What is counted of a call that came to its end: a part of what the door tells of it. */
export interface CallEnd {
  urgency: CallUrgency;
  end: 'answered' | 'refused' | 'served' | 'doubt' | 'gone';
  /** Of an answer of the platform: its class by the till's rules. Else null. */
  outcome: string | null;
  /** Of a refusal: `code` and `sub_code`. */
  code: string | null;
  /** Held for the quota, and at the platform (ms; 0 where it never came so far). */
  held: number;
  atPlatform: number;
  /** Why it was told to come later, and in how many ms. */
  later?: { kind: 'appointment' | 'banned'; left: number } | null;
}

/** More codes than the relay answers by itself; should there ever be more, the rest is counted as one. */
const MOST_CODES = 60;

/** What the relay counts of itself. Nothing of it is about a member, and no label is somebody else's choice. */
export class RelayMetrics {
  readonly #registry = new Registry();
  readonly #calls: Counter<'class' | 'urgency'>;
  readonly #platformSeconds: Histogram;
  readonly #holdSeconds: Histogram;
  readonly #refusals: Counter<'code'>;
  readonly #appointments: Counter;
  readonly #bans: Counter;
  readonly #codes = new Set<string>();
  readonly #now: () => RelayNow;
  /** By the steady clock: until when, and when it was heard of last. */
  #banUntil = 0;
  #banHeardAt = 0;
  readonly #reports: Counter<'result'>;
  readonly #stateUp: Gauge;

  constructor(version: string, now: () => RelayNow) {
    const registers = [this.#registry];
    this.#now = now;
    // Node's own: memory, file descriptors, the lag of the loop, the time that the collector of garbage took.
    collectDefaultMetrics({ register: this.#registry });
    const gauge = (name: string, help: string, value: (read: RelayNow) => number | null) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          const read = value(now());
          if (read === null) this.remove();
          else this.set(read);
        },
      });
    new Gauge({
      name: 'tillside_relay_info',
      help: 'The program',
      labelNames: ['version'],
      registers,
    }).set({ version }, 1);
    this.#calls = new Counter({
      name: 'tillside_relay_calls_total',
      help: 'Calls that were forwarded, by what the answer means and by who waits for it',
      labelNames: ['class', 'urgency'],
      registers,
    });
    this.#platformSeconds = new Histogram({
      name: 'tillside_relay_platform_seconds',
      help: 'From a forwarded call to the end of its answer, or to giving it up',
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
      registers,
    });
    this.#holdSeconds = new Histogram({
      name: 'tillside_relay_hold_seconds',
      help: 'How long calls were held for their moment in the quota',
      buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2],
      registers,
    });
    this.#refusals = new Counter({
      name: 'tillside_relay_refusals_total',
      help: 'Calls that the relay answered itself, by code',
      labelNames: ['code'],
      registers,
    });
    this.#appointments = new Counter({
      name: 'tillside_relay_appointments_total',
      help: 'Calls that were too early and were told when to come',
      registers,
    });
    this.#bans = new Counter({
      name: 'tillside_relay_bans_total',
      help: 'Bans of the platform that this relay was the first to hear of',
      registers,
    });
    this.#reports = new Counter({
      name: 'tillside_relay_reports_total',
      help: 'Reports of tills, by what became of them',
      labelNames: ['result'],
      registers,
    });
    this.#stateUp = new Gauge({
      name: 'tillside_relay_state_up',
      help: '1 while the shared state answers',
      registers,
    });
    gauge(
      'tillside_relay_quota_calls_per_minute',
      'What the platform grants the chain; absent where nothing is set',
      ({ callsPerMinute }) => callsPerMinute,
    );
    gauge(
      'tillside_relay_ban_left_seconds',
      'How long the platform goes on refusing the chain; 0: it does not',
      ({ monotonic }) => Math.max(0, this.#banUntil - monotonic) / 1_000,
    );
    gauge(
      'tillside_relay_clock_offset_seconds',
      "The platform's clock minus this relay's",
      ({ clockOffset }) => clockOffset / 1_000,
    );
    gauge(
      'tillside_relay_certificate_end_timestamp_seconds',
      'When the certificate that this relay shows ends; absent where a proxy shows one',
      ({ certificateUntil }) => (certificateUntil === null ? null : certificateUntil / 1_000),
    );
  }

  /** One call came to its end. */
  called({ urgency, end, outcome, code, held, atPlatform, later = null }: CallEnd): void {
    if (end === 'refused') this.#refused(code ?? 'none', later);
    if (end !== 'answered' && end !== 'doubt') return;
    this.#calls.inc({ class: outcome ?? 'unreachable', urgency });
    this.#holdSeconds.observe(held / 1_000);
    this.#platformSeconds.observe(atPlatform / 1_000);
    // Whoever hears of a ban first hears it from the platform; all others hear it from the relay.
    if (outcome === 'quota') this.#bans.inc();
    // What left after it was heard of and was answered otherwise: it is over, or was another app's of the chain.
    else if (end === 'answered' && this.#now().monotonic - atPlatform > this.#banHeardAt) {
      this.#banUntil = 0;
    }
  }

  #refused(code: string, later: NonNullable<CallEnd['later']> | null): void {
    // What stands behind a colon is a parameter's name.
    const plain = code.split(':', 1)[0] ?? code;
    if (this.#codes.size < MOST_CODES) this.#codes.add(plain);
    this.#refusals.inc({ code: this.#codes.has(plain) ? plain : 'other' });
    if (later?.kind === 'appointment') this.#appointments.inc();
    if (later?.kind !== 'banned') return;
    this.#banHeardAt = this.#now().monotonic;
    this.#banUntil = this.#banHeardAt + later.left;
  }

  reported(result: 'kept' | 'refused' | 'away'): void {
    this.#reports.inc({ result });
  }

  /** `isStateUp`: whether the shared state answered just now. */
  text(isStateUp: boolean): Promise<string> {
    this.#stateUp.set(Number(isStateUp));
    return this.#registry.metrics();
  }
}
