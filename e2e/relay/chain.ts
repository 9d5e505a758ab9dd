import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import type { Provision } from '../../app/settings/provision.ts';
import { buildRelay } from '../../dev/buildRelay.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/createSandbox.ts';
import { answers, type Engine, haproxy, RELAY_FILE, relay, until, valkey } from './engines.ts';

export const BRAND = '244323';
export const SHOP = '239923231';
export const OPERATOR = { id: '2392313', name: '小林' };

/** What the chain is to the platform. */
const CHAIN = { appKey: '87651234', appSecret: 'ffeeddccbbaa99887766554433221100' };

/** What every till of the chain has alike. */
const TEMPLATE = { operators: [OPERATOR], managerPin: '246810' };

export interface ChainOptions {
  /** What the platform grants, and the relay is told; default: neither is limited. */
  callsPerMinute?: number;
  sandbox?: Partial<SandboxOptions>;
}

/** Sandbox, Valkey, two relays and haproxy, and tills that get their keys by the relay's own commands. */
export class Chain {
  readonly sandbox: Sandbox;
  readonly valkey: Engine;
  readonly relays: readonly [Engine, Engine];
  readonly proxy: Engine;
  /** Where tills call: the proxy. */
  readonly url: string;
  readonly #folder: string;
  #added = 0;
  readonly #environment: Record<string, string>;
  readonly #ports: readonly [number, number];

  private constructor(parts: {
    sandbox: Sandbox;
    folder: string;
    environment: Record<string, string>;
    ports: { valkey: number; relays: readonly [number, number]; proxy: number };
  }) {
    const { sandbox, folder, environment, ports } = parts;
    this.sandbox = sandbox;
    this.#folder = folder;
    this.#environment = environment;
    this.#ports = ports.relays;
    this.valkey = valkey(ports.valkey, join(folder, 'valkey'));
    const [first, second] = ports.relays;
    this.relays = [relay(first, folder, environment), relay(second, folder, environment)];
    this.proxy = haproxy(ports.proxy, ports.relays);
    this.url = `http://127.0.0.1:${ports.proxy}/router/rest`;
  }

  /** Everything started, with the chain's account set. */
  static async open({ callsPerMinute, sandbox: more = {} }: ChainOptions = {}): Promise<Chain> {
    await buildRelay();
    const folder = await mkdtemp(join(tmpdir(), 'tillside-chain-'));
    await mkdir(join(folder, 'valkey'));
    const sandbox = await createSandbox({ ...CHAIN, ...more });
    const ports = {
      valkey: await getPort({ host: '127.0.0.1' }),
      relays: [await getPort({ host: '127.0.0.1' }), await getPort({ host: '127.0.0.1' })] as const,
      proxy: await getPort({ host: '127.0.0.1' }),
    };
    const environment = {
      RELAY_STATE_URL: `redis://127.0.0.1:${ports.valkey}`,
      RELAY_PLATFORM_URL: sandbox.url,
      RELAY_MASTER_KEY_FILE: join(folder, 'master.key'),
      ...(callsPerMinute === undefined ? {} : { RELAY_CALLS_PER_MINUTE: String(callsPerMinute) }),
    };
    const chain = new Chain({ sandbox, folder, environment, ports });
    try {
      await chain.#begin();
    } catch (error) {
      await chain.close();
      throw error;
    }
    return chain;
  }

  async #begin(): Promise<void> {
    await writeFile(join(this.#folder, 'template.json'), JSON.stringify(TEMPLATE));
    await this.valkey.start();
    await this.command(['keys', 'make', '--out', 'master.key']);
    await this.command(['account', 'set', '--app-key', CHAIN.appKey], `${CHAIN.appSecret}\n`);
    await Promise.all(this.relays.map((one) => one.start()));
    await this.bothReady();
    await this.proxy.start();
  }

  /** Gives a till a key by `tills add`, and what came out for it. */
  async addTill(
    name: string,
    shops: readonly string[] = [SHOP],
    brand = BRAND,
  ): Promise<Provision> {
    // A test that is tried again gives the name once more, and no file is written over.
    this.#added += 1;
    const file = `${name}-${this.#added}.json`;
    const shop = shops.flatMap((id) => ['--shop', id]);
    const place = ['--url', this.url, '--template', 'template.json', '--out', file];
    await this.command(['tills', 'add', '--name', name, '--brand', brand, ...shop, ...place]);
    return JSON.parse(await readFile(join(this.#folder, file), 'utf8')) as Provision;
  }

  /** Runs a command of the relay, and throws what it says where it fails. */
  async command(args: readonly string[], input = ''): Promise<string> {
    const { PATH } = process.env;
    const child = spawn(process.execPath, [RELAY_FILE, ...args], {
      cwd: this.#folder,
      env: { PATH, ...this.#environment },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.stdin.end(input);
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`relay ${args.join(' ')}: ${code}\n${said}`);
    return said;
  }

  /** Until each relay says that calls may come. */
  async bothReady(): Promise<void> {
    for (const port of this.#ports)
      await until('a relay is ready', () => answers(`http://127.0.0.1:${port}/health/ready`));
  }

  /** Lets haproxy read its file again, and waits until the new process is there. */
  async reloadProxy(): Promise<void> {
    const loads = () => this.proxy.said.match(/Loading success/g)?.length ?? 0;
    const before = loads();
    this.proxy.signal('SIGUSR2');
    await until('haproxy has read its file again', () => loads() > before);
  }

  async close(): Promise<void> {
    await this.proxy.kill();
    await Promise.all(this.relays.map((one) => one.kill()));
    await this.valkey.kill();
    await this.sandbox.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
