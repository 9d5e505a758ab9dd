import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** Why nothing can be tested against a real server here, or null. */
export const WHY_NO_VALKEY =
  spawnSync('valkey-server', ['--version']).status === 0
    ? null
    : 'no valkey-server on this machine';

/** A real Valkey on a free port of this machine, which keeps nothing. */
export class ValkeyServer {
  readonly redis: Redis;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(redis: Redis, process: ChildProcess, folder: string) {
    this.redis = redis;
    this.#process = process;
    this.#folder = folder;
  }

  static async start(): Promise<ValkeyServer> {
    const folder = await mkdtemp(join(tmpdir(), 'tillside-valkey-'));
    const port = await freePort();
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
    const process = spawn('valkey-server', settings, { stdio: 'ignore' });
    const redis = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 20 });
    redis.on('error', () => {
      // Not there yet; it is tried again.
    });
    await redis.ping();
    return new ValkeyServer(redis, process, folder);
  }

  async end(): Promise<void> {
    this.redis.disconnect();
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
    await rm(this.#folder, { recursive: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
