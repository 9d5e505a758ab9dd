import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';

/** Why nothing can be tested against a real Valkey here, or null. */
export const whyNoValkey: string | null =
  spawnSync('valkey-server', ['--version']).status === 0
    ? null
    : 'no valkey-server on this machine';

/** A real Valkey on a port of its own, which keeps what it is told on disk: it can be killed, and started again. */
export class ValkeyProcess {
  readonly port: number;
  readonly #folder: string;
  #process: ChildProcess | null = null;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
  }

  static async start(): Promise<ValkeyProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'tillside-valkey-'));
    const valkey = new ValkeyProcess(await getPort({ host: '127.0.0.1' }), folder);
    await valkey.again();
    return valkey;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  async again(): Promise<void> {
    const settings = [
      ...['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder],
      ...['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'],
    ];
    const process = spawn('valkey-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#process = process;
    for await (const part of process.stdout) {
      if (String(part).includes('Ready to accept connections')) break;
    }
  }

  /** Gone without a word. */
  async kill(): Promise<void> {
    const process = this.#process;
    if (process === null) return;
    this.#process = null;
    const ended = once(process, 'exit');
    process.kill('SIGCONT');
    process.kill('SIGKILL');
    await ended;
  }

  /** There, and silent. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
