import { isIP } from 'node:net';
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { calledAddress } from '../../app/settings/calledAddress.ts';
import { HeardAnswers } from './heardAnswers.ts';
import { Places } from './places.ts';
import type { RawAnswer } from './platformAnswer.ts';
import { AnswerTaker, type WholeAnswer } from './wholeAnswer.ts';

/** From the first byte that is sent to the last that comes (ms). A till gives up after 20 s, and 2 s it may be held. */
const PATIENCE = 15_000;

/** An answer of the API has a few hundred bytes; more is somebody else's page. */
const LONGEST_ANSWER = 256 * 1024;

/** Until there is a connection (ms). */
const CONNECT_PATIENCE = 5_000;

/** Of one answer (bytes). */
const LONGEST_HEAD = 16 * 1024;

/** Connections to the platform at the same time. */
const CONNECTIONS = 512;

/** One call after the other over a connection, or one call and no more (`Pool`, "pipelining"). */
const KEPT = 1;
const CLOSED = 0;

/** So long a call more waits for one that is free (ms): what the quota's count has in hand for calls that leave late. */
const PLACE_PATIENCE = 500;

export type Posted =
  | ({ kind: 'came' } & RawAnswer)
  /** Nothing has left: no connection was free in time. */
  | { kind: 'full' }
  /** No whole answer. `reason`: a short word for the log. */
  | { kind: 'lost'; reason: string };

export interface PlatformLineOptions {
  url: string;
  /** What leads out to `https:` addresses, and the names that are reached without it (as in `NO_PROXY`). */
  proxy?: { url: string; except: string } | null;
  /** ms; default 15 s. */
  patience?: number;
  /** At the same time; default 512. */
  connections?: number;
  /** How long a call waits for a free one (ms); default 500. */
  placePatience?: number;
  /** How long a connection, or a proxy's word for it, is waited for (ms); default 5 s. */
  connectPatience?: number;
  /** Of the platform's certificate, beside the well-known ones; for tests. */
  authority?: string;
}

/**
 * The way to the platform. What is sent is sent once: nothing is repeated and nothing waits behind another call on a
 * connection, so that one that breaks never takes a call with it that is then sent anew.
 */
export class PlatformLine {
  readonly #open: (pipelining: number) => Dispatcher;
  #way: Dispatcher;
  /** Ways on which nothing more is sent, until what is under way there has ended. */
  readonly #left = new Set<Dispatcher>();
  /** Null once an answer has come twice: each call has a connection of its own from then on. */
  #heard: HeardAnswers | null = new HeardAnswers();
  readonly #origin: string;
  readonly #path: string;
  readonly #patience: number;
  readonly #places: Places;
  readonly #placePatience: number;

  constructor(options: PlatformLineOptions) {
    const { url, proxy = null, patience = PATIENCE, authority } = options;
    const { connections: most = CONNECTIONS, placePatience = PLACE_PATIENCE } = options;
    const { connectPatience = CONNECT_PATIENCE } = options;
    const { origin, pathname, search, hostname } = new URL(calledAddress(new URL(url).href));
    this.#origin = origin;
    this.#path = pathname + search;
    this.#patience = patience;
    this.#places = new Places(most);
    this.#placePatience = placePatience;
    const connections = {
      allowH2: false,
      // No call ever waits within a way, which may be left meanwhile: a connection that is just ending is none that is free.
      connections: 2 * most,
      connectTimeout: connectPatience,
      ...(authority === undefined ? {} : trusting(authority, hostname)),
      keepAliveTimeout: 4_000,
      maxHeaderSize: LONGEST_HEAD,
      maxResponseSize: LONGEST_ANSWER,
      headersTimeout: patience,
      bodyTimeout: patience,
    };
    this.#open = (pipelining) =>
      proxy === null
        ? new Pool(origin, { ...connections, pipelining })
        : // Empty text, not nothing: then no variable of the environment is looked at.
          new EnvHttpProxyAgent({
            ...{ ...connections, pipelining },
            ...{ httpProxy: '', httpsProxy: proxy.url, noProxy: proxy.except },
            // For a proxy that takes a call and says nothing undici itself waits five minutes, in which nobody else has the place.
            clientFactory: (to: URL, how: object) =>
              new Pool(to, { ...how, headersTimeout: connectPatience }),
          });
    this.#way = this.#open(KEPT);
  }

  /**
   * Sends a form once, and gives what `judge` makes of what came of it (by itself that is it). Rejects where `judge` throws alone.
   * The call has its place till that is done: whoever waits for it would else begin on a connection that is left in that moment.
   */
  async post<Result = Posted>(
    form: string,
    judge: (posted: Posted) => Result = (posted) => posted as Result,
  ): Promise<Result> {
    if (!(await this.#places.take(this.#placePatience))) return judge({ kind: 'full' });
    try {
      return judge(this.#postedOf(await this.#exchange(form)));
    } finally {
      // Its connection can be used again from the next turn of the loop on.
      setImmediate(() => this.#places.give());
    }
  }

  #postedOf(answer: WholeAnswer | Error): Posted {
    if (answer instanceof Error) return { kind: 'lost', reason: reasonOf(answer) };
    const { statusCode, headers, body } = answer;
    if (this.#heard?.isRepeated(body)) {
      this.#keepNone();
      return { kind: 'lost', reason: 'repeated' };
    }
    const packed = oneOf(headers['content-encoding']);
    if (packed !== null && packed !== 'identity') {
      this.leaveConnections();
      return { kind: 'lost', reason: 'packed' };
    }
    return {
      kind: 'came',
      status: statusCode,
      contentType: oneOf(headers['content-type']),
      date: oneOf(headers.date),
      body,
    };
  }

  /**
   * No connection that is there now is used again; what is under way there ends as it may. For whoever has said what is no answer
   * may have the answer still to say, and would say it to the next call on that connection, which may be another till's.
   */
  leaveConnections(): void {
    const before = this.#way;
    this.#way = this.#open(this.#heard === null ? CLOSED : KEPT);
    this.#left.add(before);
    const isOver = () => this.#left.delete(before);
    void before.close().then(isOver, isOver);
  }

  /** Whose the next answers are nobody knows, on whichever connection this was: what is under way is lost. */
  #keepNone(): void {
    const before = [this.#way, ...this.#left];
    this.#heard = null;
    this.#way = this.#open(CLOSED);
    for (const way of before) void way.destroy();
  }

  #exchange(form: string): Promise<WholeAnswer | Error> {
    return new Promise((resolve) => {
      const taker = new AnswerTaker((answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      // One that waits for a connection that is free is not begun yet: it is no longer waited for all the same.
      const timer = setTimeout(() => {
        const late = new Late();
        taker.giveUp(late);
        resolve(late);
      }, this.#patience);
      const call = {
        ...{ origin: this.#origin, path: this.#path, method: 'POST' as const },
        ...{ headers: HEADERS, body: form, idempotent: false },
      };
      try {
        this.#way.dispatch(call, taker);
      } catch (error) {
        taker.onResponseError(null, error as Error);
      }
    });
  }

  /** Ends every connection; what is under way is lost. */
  async close(): Promise<void> {
    await Promise.all([this.#way, ...this.#left].map((way) => way.destroy()));
  }
}

const HEADERS = {
  'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  'accept-encoding': 'identity',
  'user-agent': 'tillside-relay',
};

/** Whom to believe that he is the platform, straight on and behind a proxy. */
function trusting(ca: string, hostname: string) {
  return { connect: { ca }, requestTls: { ca, servername: isIP(hostname) ? '' : hostname } };
}

class Late extends Error {
  readonly code = 'LATE';
}

function oneOf(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}

/** Never the message of an error: it may hold what was sent. */
function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(typeof code === 'string' ? code : name).toLowerCase();
}
