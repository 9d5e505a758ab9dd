import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { OutcomeClass } from '../../../app/gateway/outcome.ts';
import type { CallUrgency } from '../../state/relayState.ts';

/** What is read anew whenever somebody asks. */
export interface RelayNow {
  /** What the platform grants the chain (calls a minute), null where nothing is set. */
  callsPerMinute: number | null;
  /** How long the platform goes on refusing the chain's app (ms), 0 where it does not. */
  banLeft: number;
  /** When the certificate that this relay shows ends (ms since 1970), null where a proxy does that. */
  certificateUntil: number | null;
  /** The platform's clock minus this relay's (ms). */
  clockOffset: number;
}

/**
 * Every code that the relay answers by itself. What else comes is counted as `other`: no label has a value that somebody
 * who calls has chosen.
 */
const REFUSAL_CODES = new Set([
  '7 accesscontrol.limited-by-app-access-count',
  '10 isp.relay-state-away',
  '21',
  '22',
  '23',
  '24',
  '25',
  '29',
  '29 isv.appkey-revoked',
  '29 isv.appkey-other-brand',
  '29 isv.appkey-not-exists',
  '30',
  '31',
  '31 isv.request-replay-error',
  '32',
  '33',
  '34',
  '40',
  '41',
  '41 isv.shop-not-of-this-till',
  '41 isv.report-not-read',
  '502',
]);

/** What the relay counts of itself. Nothing of it is about a member, and no label is somebody else's choice. */
export class RelayMetrics {
  readonly #registry = new Registry();
  readonly #calls: Counter<'class' | 'urgency'>;
  readonly #platformSeconds: Histogram;
  readonly #holdSeconds: Histogram;
  readonly #refusals: Counter<'code'>;
  readonly #appointments: Counter;
  readonly #bans: Counter;
  readonly #reports: Counter<'result'>;
  readonly #stateUp: Gauge;

  constructor(version: string, now: () => RelayNow) {
    const registers = [this.#registry];
    // Node's own: memory, file descriptors, the lag of the loop, the time that the collector of garbage took.
    collectDefaultMetrics({ register: this.#registry });
    const gauge = (name: string, help: string, value: (read: RelayNow) => number | null) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          const read = value(now());
          this.reset();
          if (read !== null) this.set(read);
          else this.remove();
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
      ({ banLeft }) => banLeft / 1_000,
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

  /** One call went to the platform and was answered, or given up. */
  forwarded(outcome: OutcomeClass, urgency: CallUrgency, seconds: number): void {
    this.#calls.inc({ class: outcome, urgency });
    this.#platformSeconds.observe(seconds);
  }

  /** One call was kept for so long before it went. */
  held(seconds: number): void {
    this.#holdSeconds.observe(seconds);
  }

  /** One call was answered by the relay itself. `subCode`: empty where the answer has none. */
  refused(code: string, subCode: string): void {
    const whole = subCode === '' ? code : `${code} ${subCode}`;
    const known = [whole, code].find((one) => REFUSAL_CODES.has(one));
    this.#refusals.inc({ code: known ?? 'other' });
  }

  appointed(): void {
    this.#appointments.inc();
  }

  banned(): void {
    this.#bans.inc();
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
