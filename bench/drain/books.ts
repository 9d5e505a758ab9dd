import type { GatewayAccount } from '../../dev/start/sandboxGateway.ts';
import type { LedgerSnapshot } from '../../sandbox/business/ledger.ts';
import type { FaultScript } from '../../sandbox/faults/faultSchema.ts';

/** What only the sandbox knows: how it is told, and what it has truly seen. */
export class Books {
  readonly #control: string;

  constructor({ url }: GatewayAccount) {
    this.#control = new URL('/__control', url).href;
  }

  /** Back to the first moment, then so. */
  async begin(faults: FaultScript = {}): Promise<void> {
    await this.#post('reset', '');
    await this.#post('faults', JSON.stringify(faults));
  }

  async read(): Promise<LedgerSnapshot> {
    const response = await fetch(`${this.#control}/ledger`);
    return (await response.json()) as LedgerSnapshot;
  }

  async #post(what: string, body: string): Promise<void> {
    const response = await fetch(`${this.#control}/${what}`, { method: 'POST', body });
    if (!response.ok) throw new Error(await response.text());
  }
}
