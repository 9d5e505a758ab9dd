import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
    const valkey = new ValkeyProcess(await freePort(), folder);
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
