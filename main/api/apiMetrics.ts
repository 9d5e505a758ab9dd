import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { OperationName } from '../../app/api/apiOperations.ts';
import { SAVE_STATES, type SaveState } from '../../app/outbox/save.ts';

/** What is read anew whenever somebody asks. */
export interface MetricsNow {
  counts: Readonly<Record<SaveState, number>>;
  oldestWaitingSeconds: number | null;
  isPaused: boolean;
  connections: number;
  streams: number;
}

/** Numbers for Prometheus. No label has a value that somebody else chooses. */
export class ApiMetrics {
  readonly #registry = new Registry();
  readonly #calls: Counter<'operation' | 'status'>;
  readonly #seconds: Histogram<'operation'>;

  constructor(version: string, now: () => MetricsNow) {
    const registers = [this.#registry];
    const gauge = (name: string, help: string, value: (read: MetricsNow) => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(value(now()));
        },
      });
    new Gauge({
      name: 'tillside_info',
      help: 'The program',
      labelNames: ['version'],
      registers,
    }).set({ version }, 1);
    new Gauge({
      name: 'tillside_saves',
      help: 'Saves that the till knows, by state',
      labelNames: ['state'],
      registers,
      collect() {
        for (const state of SAVE_STATES) this.set({ state }, now().counts[state]);
      },
    });
    gauge(
      'tillside_oldest_waiting_seconds',
      'How long the oldest save has waited; 0: none waits',
      (read) => read.oldestWaitingSeconds ?? 0,
    );
    gauge('tillside_paused', '1 while nothing is sent', ({ isPaused }) => Number(isPaused));
    gauge('tillside_api_connections', 'Connections of the local API', (read) => read.connections);
    gauge('tillside_api_streams', 'Streams of events', (read) => read.streams);
    this.#calls = new Counter({
      name: 'tillside_api_calls_total',
      help: 'Calls of the local API, by operation and status',
      labelNames: ['operation', 'status'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'tillside_api_call_seconds',
      help: 'From the whole request to its answer',
      labelNames: ['operation'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1],
      registers,
    });
  }

  /** One call was answered. `operation`: `refused` where none was reached. `seconds`: null where it has no end of its own. */
  note(operation: OperationName | 'refused', status: number, seconds: number | null): void {
    this.#calls.inc({ operation, status: String(status) });
    if (seconds !== null) this.#seconds.observe({ operation }, seconds);
  }

  get type(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
