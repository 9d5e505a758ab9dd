import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  CancellationToken,
  DigestTransform,
  type DownloadOptions,
  HttpExecutor,
} from 'builder-util-runtime';
import { calledAddress } from '../../app/settings/calledAddress.ts';
import type { UpdateProblem } from '../../app/update/updateCodes.ts';
import { ANSWER_WITHIN_MS } from '../../app/update/updateTimes.ts';
import { FeedError, problemOf } from './feedError.ts';

/** An answer whose head has come. */
export interface FeedAnswer {
  status: number;
  body: Readable;
}

/** Asks for `url`, and gives the answer as soon as it begins. Follows no redirect; ends with `signal`. Rejects with anything. */
export type FeedGet = (
  url: URL,
  headers: OutgoingHttpHeaders,
  signal: AbortSignal,
) => Promise<FeedAnswer>;

/** Twenty times what is said of a version (bytes). The library reads it as YAML, where little may become much. */
export const MAX_FEED = 16 * 1024;

/** So long (ms) nothing may come. */
const PATIENCE_MS = 60_000;

export interface FeedExecutorOptions {
  /** The chain's server; nobody else is asked. */
  url: string;
  get: FeedGet;
  /** So long (ms) nothing may come; default: a minute. */
  patience?: number;
  /** So long (ms) may all take that is said of the latest version; default: as long as is waited for it. */
  answerWithin?: number;
}

/** What may come, in bytes and in ms. */
interface Limit {
  longest: number;
  tooLong: UpdateProblem;
  within?: number;
}

/** What an answer is read into: `guard` is to stand right behind it. */
type Take = (body: Readable, guard: Transform) => Promise<void>;

/**
 * The way of `electron-updater` to the chain's server. Its own follows redirects to anywhere, reads answers of any length,
 * waits for ever in Electron, and leaves files open that were broken off.
 */
export class FeedExecutor extends HttpExecutor<never> {
  readonly #options: FeedExecutorOptions;
  readonly #origin: string;
  /** So many bytes a file may have. */
  longest = 0;

  constructor(options: FeedExecutorOptions) {
    super();
    this.#options = options;
    this.#origin = new URL(options.url).origin;
  }

  /** What the server says of the latest version. */
  override request(
    { protocol, hostname, port, path, headers }: RequestOptions,
    token: CancellationToken = new CancellationToken(),
  ): Promise<string | null> {
    // The library lets every later question wait for this one: a server that drips would be asked no more.
    const { answerWithin: within = ANSWER_WITHIN_MS } = this.#options;
    const url = new URL(`${protocol ?? 'https:'}//${hostname}${port ? `:${port}` : ''}${path}`);
    return cancellable(token, async (signal) => {
      const parts: Buffer[] = [];
      await this.#read(
        url,
        headers,
        signal,
        { longest: MAX_FEED, tooLong: 'update.feed', within },
        (...from) =>
          pipeline(...from, async (source: AsyncIterable<Buffer>) => {
            for await (const part of source) parts.push(part);
          }),
      );
      return Buffer.concat(parts).toString('utf8');
    });
  }

  /** Its file, flushed to the disk: what is installed later is what was checked now, also after a power cut. */
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    const { headers, cancellationToken, sha512 } = options;
    // The library would take one by its sha256 as well.
    if (!sha512) return Promise.reject(new FeedError('update.foreign-file'));
    const limit = { longest: this.longest, tooLong: 'update.too-large' } as const;
    return cancellable(cancellationToken, async (signal) => {
      await this.#read(url, headers ?? {}, signal, limit, (...from) =>
        pipeline(
          ...from,
          new DigestTransform(sha512, 'sha512', 'base64'),
          createWriteStream(destination),
        ),
      );
      const file = await open(destination, 'r+');
      try {
        await file.datasync();
      } finally {
        await file.close();
      }
      return destination;
    });
  }

  override createRequest(): never {
    throw new Error('what is asked goes by `get`');
  }

  async #read(
    url: URL,
    headers: RequestOptions['headers'],
    cancelled: AbortSignal,
    { longest, tooLong, within }: Limit,
    take: Take,
  ): Promise<void> {
    if (url.origin !== this.#origin) throw new FeedError('update.foreign-file');
    const { get, patience = PATIENCE_MS } = this.#options;
    const stop = new AbortController();
    const onCancelled = () => stop.abort();
    cancelled.addEventListener('abort', onCancelled, { once: true });
    let why: FeedError | null = null;
    const endFor = (problem: UpdateProblem) => {
      why ??= new FeedError(problem);
      stop.abort();
    };
    const deadline =
      within === undefined ? undefined : setTimeout(endFor, within, 'update.unreachable');
    let timer = setTimeout(endFor, patience, 'update.too-slow');
    const noteLife = () => {
      clearTimeout(timer);
      timer = setTimeout(endFor, patience, 'update.too-slow');
    };
    try {
      const called = new URL(calledAddress(url.href));
      const answer = await get(called, { ...headers } as OutgoingHttpHeaders, stop.signal);
      if (answer.status >= 300 && answer.status < 400) throw new FeedError('update.redirected');
      if (answer.status !== 200) throw new FeedError('update.unreachable');
      await take(answer.body, guardOf(longest, tooLong, noteLife)).catch((error: unknown) => {
        throw asBrokenOff(error);
      });
    } catch (error) {
      throw (
        why ??
        (error instanceof FeedError || isOurs(error)
          ? error
          : new FeedError('update.unreachable', error))
      );
    } finally {
      clearTimeout(deadline);
      clearTimeout(timer);
      cancelled.removeEventListener('abort', onCancelled);
      // What is left of an answer that was not taken does not go on coming.
      stop.abort();
    }
  }
}

/** Passes so many bytes. */
function guardOf(longest: number, tooLong: UpdateProblem, onLife: () => void): Transform {
  let came = 0;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      came += part.length;
      onLife();
      if (came > longest) done(new FeedError(tooLong));
      else done(null, part);
    },
  });
}

/** Of the disk, or of what has come: no word of the network's. */
function isOurs(error: unknown): boolean {
  return problemOf(error) !== 'update.failed';
}

function asBrokenOff(error: unknown): unknown {
  return isOurs(error) ? error : new FeedError('update.broken-off', error);
}

function cancellable<Result>(
  token: CancellationToken,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return token.createPromise<Result>((resolve, reject, onCancel) => {
    const stop = new AbortController();
    onCancel(() => stop.abort());
    run(stop.signal).then(resolve, reject);
  });
}
