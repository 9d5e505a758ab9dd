import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TillReport } from '../../app/report/tillReport.ts';
import { PlatformClock } from '../clock/platformClock.ts';
import { MemoryState } from '../memory/memoryState.ts';
import { createRelay, type Relay } from '../server/createRelay.ts';
import { plugsOf } from '../start/plugs.ts';
import { putAccount, testKeys, tillRecordOf } from './testRelay.ts';

export interface ChainTill {
  name: string;
  shopId: string;
  report: TillReport;
}

/** What Prometheus shows the relay. */
export const CHAIN_TOKEN = 'the-token-of-this-test-and-no-other';

/** A real relay with its own state, and tills that report to it from processes of their own. */
export class WatchedChain {
  readonly #folder: string;
  readonly #keys = testKeys();
  readonly #state: MemoryState;
  readonly #processes = new Map<string, ChildProcess>();
  readonly #tills = new Map<string, ChainTill>();
  #relay: Relay | null = null;
  #port = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#state = new MemoryState({ folder, callsPerMinute: 600 });
  }

  /** Starts the relay; no till runs yet. */
  static async start(tills: readonly ChainTill[]): Promise<WatchedChain> {
    const chain = new WatchedChain(await mkdtemp(join(tmpdir(), 'tillside-watched-')));
    await putAccount(chain.#state, chain.#keys);
    for (const till of tills) await chain.add(till);
    await chain.openRelay();
    return chain;
  }

  /** `host:port` of the relay. */
  get target(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async add(till: ChainTill): Promise<void> {
    const { name, shopId } = till;
    const appKey = `key-of-${name}`;
    const known = { appKey, appSecret: secretOf(name), shopIds: [shopId] };
    const record = await tillRecordOf(this.#keys, known, { name, createdAt: Date.now() });
    const { kind } = await this.#state.putTill(record, null);
    if (kind !== 'written') throw new Error(kind);
    this.#tills.set(name, till);
  }

  async openRelay(): Promise<void> {
    const clock = new PlatformClock(Date.now, () => performance.now());
    const [state, keys] = [this.#state, this.#keys];
    const plugs = plugsOf({
      ...{ state, keys, clock, token: CHAIN_TOKEN, version: '1.2.3' },
      config: { callsPerMinute: 600 },
      audit: () => undefined,
      certificateUntil: () => null,
    });
    const platform = { url: 'http://127.0.0.1:9/router/rest' };
    this.#relay = await createRelay({ ...plugs, platform, state, keys, clock, port: this.#port });
    this.#port = this.#relay.port;
  }

  async closeRelay(): Promise<void> {
    await this.#relay?.close();
    this.#relay = null;
  }

  /** Starts the process of a till. */
  run(name: string): void {
    const till = this.#tills.get(name);
    if (till === undefined || this.#relay === null) throw new Error(`${name} cannot run`);
    const script = fileURLToPath(new URL('reportingTill.ts', import.meta.url));
    const told = {
      url: this.#relay.url,
      appKey: `key-of-${name}`,
      appSecret: secretOf(name),
      report: till.report,
    };
    const child = spawn(process.execPath, [script, JSON.stringify(told)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    this.#processes.set(name, child);
  }

  /** Kills the process of a till, which says goodbye to nobody. */
  async kill(name: string): Promise<void> {
    const child = this.#processes.get(name);
    this.#processes.delete(name);
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async end(): Promise<void> {
    for (const name of [...this.#processes.keys()]) await this.kill(name);
    await this.closeRelay();
    await this.#state.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function secretOf(name: string): string {
  return `secret of ${name}`.padEnd(32, '.');
}
