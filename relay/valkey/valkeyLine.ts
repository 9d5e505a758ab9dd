import { Redis, type Result } from 'ioredis';
import { admitScript, banScript } from '../quota/admitScript.ts';
import { putRecordScript, putReportScript } from './scripts.ts';

/** A command that takes longer is one that was not answered (ms). */
const COMMAND_PATIENCE = 1_000;
const CONNECT_PATIENCE = 2_000;

/** From one try to connect to the next (ms). */
const SOONEST = 50;
const LATEST = 1_000;

/** For this time a connection that is there is not asked again whether it works, and whether it leads to a replica (ms). */
const PULSE = 5_000;

/** What a server says that is a replica by now. Where it is the address may lead to the other one already. */
const IS_REPLICA = ['READONLY', 'MASTERDOWN'];

declare module 'ioredis' {
  interface RedisCommander<Context> {
    admitCalls(count: number, ...rest: string[]): Result<unknown, Context>;
    banAll(count: number, ...rest: string[]): Result<unknown, Context>;
    putRecord(count: number, ...rest: string[]): Result<number, Context>;
    putReport(count: number, ...rest: string[]): Result<number, Context>;
  }
}

/**
 * The connection to the shared state. What cannot be asked at once is refused at once: nothing waits for a connection to be
 * carried out later, nothing is sent a second time, and a connection on which an answer does not come is given up for a new
 * one, since whatever was asked behind it would wait as long. So is one that leads to a replica: nothing can be written there.
 */
export class ValkeyLine {
  readonly #redis: Redis;
  readonly #pulse: NodeJS.Timeout;
  readonly #broken: (code: string) => void;
  /** Which server it is: another one may have lost what was counted last. */
  #server: string | null = null;
  /** Where commands are gathered just now. */
  #gathering: Redis['stream'] | null = null;

  /** `broken`: told of each connection that failed, by a code and without the address, which may have a password. */
  constructor(url: string, broken: (code: string) => void) {
    const redis = new Redis(url, {
      protocol: 2,
      lazyConnect: true,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_PATIENCE,
      connectTimeout: CONNECT_PATIENCE,
      retryStrategy: (times) => Math.min(SOONEST * 2 ** Math.min(times, 10), LATEST),
      scripts: {
        admitCalls: { lua: admitScript },
        banAll: { lua: banScript },
        putRecord: { lua: putRecordScript },
        putReport: { lua: putReportScript },
      },
    });
    redis.on('error', (error: NodeJS.ErrnoException) => broken(error.code ?? error.name));
    redis.on('close', () => {
      this.#server = null;
    });
    redis.on('ready', () => void this.#greet());
    this.#redis = redis;
    this.#broken = broken;
    this.#pulse = setInterval(() => void this.#feel(), PULSE).unref();
    redis.connect().catch(() => undefined);
  }

  /** The `run_id` of the server that is connected. */
  get server(): string {
    return this.#server ?? '';
  }

  /** What a command answers, or null where it was not asked or not answered. */
  async ask<Answer>(
    command: (redis: Redis) => Promise<Answer>,
  ): Promise<{ answer: Answer } | null> {
    if (this.#server !== null) this.#gather();
    return this.askAtOnce(command);
  }

  /** The same for what was gathered already: it is written now. */
  async askAtOnce<Answer>(
    command: (redis: Redis) => Promise<Answer>,
  ): Promise<{ answer: Answer } | null> {
    return this.#server === null ? null : this.#ask(command);
  }

  /**
   * What is asked in one turn of the loop leaves in one write, at the end of that turn: to write is what a command costs most,
   * here and at the server.
   */
  #gather(): void {
    const { stream } = this.#redis;
    if (this.#gathering === stream) return;
    this.#gathering = stream;
    stream.cork();
    setImmediate(() => {
      if (this.#gathering === stream) this.#gathering = null;
      stream.uncork();
    });
  }

  async #ask<Answer>(
    command: (redis: Redis) => Promise<Answer>,
  ): Promise<{ answer: Answer } | null> {
    try {
      return { answer: await command(this.#redis) };
    } catch (error) {
      const { name, message } = error as Error;
      if (message === 'Command timed out') this.#giveUp();
      // Of what the server itself says only its first word: the rest may repeat what was asked.
      const code = /^[A-Z]+/.exec(message)?.[0] ?? name;
      if (name === 'ReplyError') this.#broken(code);
      if (IS_REPLICA.includes(code)) this.#giveUp();
      return null;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#pulse);
    this.#server = null;
    this.#redis.disconnect();
  }

  async #greet(): Promise<void> {
    const info = await this.#ask((redis) => redis.info('server'));
    const server = /^run_id:(\w+)/m.exec(info?.answer ?? '')?.[1] ?? null;
    if (server === null) this.#giveUp();
    else if (await this.#mayWrite()) this.#server = server;
    else setTimeout(() => this.#leaveReplica(), LATEST).unref();
  }

  #leaveReplica(): void {
    if (this.#server === null) this.#giveUp();
  }

  async #feel(): Promise<void> {
    if (this.#server !== null && !(await this.#mayWrite())) this.#giveUp();
  }

  /** It answers, and is no replica. */
  async #mayWrite(): Promise<boolean> {
    const info = await this.#ask((redis) => redis.info('replication'));
    return info !== null && !/^role:slave/m.test(info.answer);
  }

  #giveUp(): void {
    this.#server = null;
    if (this.#redis.status === 'ready') this.#redis.disconnect(true);
  }
}
