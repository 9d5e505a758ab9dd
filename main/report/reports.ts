import type { Provision } from '../../app/settings/provision.ts';
import type { OtlpChoice } from '../../app/settings/reports.ts';
import type { Reporter } from './reporter.ts';

/** Whom the settings name. `key`: another one is another receiver. */
type Named = { to: 'relay'; key: string } | { to: 'collector'; key: string; choice: OtlpChoice };

export interface ReportsOptions {
  provision: () => Provision | null;
  toRelay: () => Reporter;
  toCollector: (choice: OtlpChoice) => Reporter;
}

/** Reports to whoever the settings name, as long as they do. */
export class Reports {
  readonly #options: ReportsOptions;
  readonly #running = new Map<Named['to'], { key: string; reporter: Reporter }>();
  readonly #ending = new Set<Promise<void>>();
  #isEnded = false;

  constructor(options: ReportsOptions) {
    this.#options = options;
    this.choose();
  }

  /** The settings may name others. Who is named no more is told that this till has ended. */
  choose(): void {
    if (this.#isEnded) return;
    const named = new Map(namedBy(this.#options.provision()).map((one) => [one.to, one]));
    for (const [to, { key, reporter }] of this.#running) {
      if (named.get(to)?.key === key) reporter.wake();
      else {
        this.#running.delete(to);
        this.#end(reporter);
      }
    }
    const { toRelay, toCollector } = this.#options;
    for (const one of named.values()) {
      if (this.#running.has(one.to)) continue;
      const reporter = one.to === 'relay' ? toRelay() : toCollector(one.choice);
      this.#running.set(one.to, { key: one.key, reporter });
    }
  }

  /** Something may have changed that is told at once. */
  look(): void {
    for (const { reporter } of this.#running.values()) reporter.look();
  }

  /** The PC has slept, or has a network again. */
  wake(): void {
    for (const { reporter } of this.#running.values()) reporter.wake();
  }

  /** The last report of each; waits `deadline` ms at the most. */
  async end(deadline: number): Promise<void> {
    this.#isEnded = true;
    const last = [...this.#running.values()].map(({ reporter }) => reporter.end(deadline));
    await Promise.all([...last, ...this.#ending]);
  }

  #end(reporter: Reporter): void {
    const ending = reporter.end(Number.POSITIVE_INFINITY);
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }
}

function namedBy(provision: Provision | null): Named[] {
  if (provision === null) return [];
  const { gateway, reports = {}, brandId, shopId } = provision;
  const named: Named[] = [];
  if (reports.relay === true)
    named.push({ to: 'relay', key: JSON.stringify([gateway.url, gateway.appKey]) });
  const { otlp } = reports;
  if (otlp !== undefined) {
    // Whose metrics these are says the collector's own resource.
    const key = JSON.stringify([otlp.url, otlp.headers, brandId, shopId]);
    named.push({ to: 'collector', key, choice: otlp });
  }
  return named;
}
