import axios, { type AxiosAdapter, AxiosHeaders } from 'axios';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { readNext } from '../../app/replay/appointments.ts';
import { type CallSaid, callHeader } from '../../app/replay/callSaid.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import type { GatewayClock } from './gatewayClock.ts';
import type { Post } from './line.ts';
import { signedForm } from './signedForm.ts';
import { SigningTimestamps } from './signingTimestamps.ts';
import { describeFailure } from './transportFailure.ts';

/** No answer after this time (ms) means: outcome unknown, try again. */
const TIMEOUT_MS = 20_000;

/** Everything about a call that is the same each time. */
const CALL = {
  method: 'post',
  responseType: 'text',
  validateStatus: () => true,
} as const;

/** A relay's: when the next call of the backlog is welcome, and what it is told of a call. */
const NEXT = 'tillside-next';
const SAID = 'Tillside-Call';

/** Not the gateway's: by this name axios hands on `CallAnswer.mayBeSecond`. */
const MAY_BE_SECOND = 'may-be-second';

const HEADERS = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };

export interface GatewayClientOptions {
  /** How a call travels; it knows whether it left. */
  post: Post;
  clock: GatewayClock;
  timeoutMilliseconds?: number;
  /** What a proxy is told that asks for a name and password; default: nothing. */
  proxy?: () => ProxyAccount | null;
}

/** Sends one save and brings back whatever came; what it means is for `classify` to say. */
export class GatewayClient {
  /** axios without its instance: merging defaults into each call costs more than all the rest of it. */
  readonly #call: AxiosAdapter;
  readonly #clock: GatewayClock;
  readonly #timeout: number;
  readonly #timestamps = new SigningTimestamps();

  constructor(options: GatewayClientOptions) {
    this.#clock = options.clock;
    this.#timeout = options.timeoutMilliseconds ?? TIMEOUT_MS;
    const env = { fetch: asFetch(options, this.#timeout), Request: null, Response: null };
    this.#call = axios.getAdapter('fetch', { env: env as never });
  }

  /**
   * `body` is the frozen JSON text; it goes out byte for byte. Timestamp and sign are fresh at every
   * call. Never throws: a failure of the transport is a response of kind `failure`. `said`: what a relay is told of the call;
   * null where the gateway is none.
   */
  send(
    account: GatewayAccount,
    body: string,
    said: CallSaid | null = null,
  ): Promise<GatewayResponse> {
    return this.#post(account, body, said);
  }

  /** The same call without the argument that holds the member: it can be answered, but saves nobody. */
  probe(account: GatewayAccount): Promise<GatewayResponse> {
    return this.#post(account, null, null);
  }

  async #post(
    account: GatewayAccount,
    body: string | null,
    said: CallSaid | null,
  ): Promise<GatewayResponse> {
    try {
      const timestamp = this.#timestamps.next(body ?? '', this.#clock.now());
      const form = signedForm(account, body, timestamp);
      const { url } = account;
      const headers = new AxiosHeaders({ ...HEADERS, ...(said && { [SAID]: callHeader(said) }) });
      const response = await this.#call({
        ...CALL,
        timeout: this.#timeout,
        url,
        data: form,
        headers,
      });
      const next = readNext(String(response.headers[NEXT]));
      return {
        kind: 'http',
        status: response.status,
        date: String(response.headers.date),
        bodyText: typeof response.data === 'string' ? response.data : '',
        mayBeSecond: response.headers[MAY_BE_SECOND] === 'true',
        ...(next !== null && { next }),
      };
    } catch (error) {
      return describeFailure(error);
    }
  }
}

/** As much of a `fetch` as axios asks of one. Of the headers only what is read: axios copies them all, slowly. */
function asFetch({ post, proxy = () => null }: GatewayClientOptions, patience: number) {
  return async (url: string, init: RequestInit) => {
    const { body, headers, signal = null } = init;
    const form = String(body);
    const call = { url, headers: headers as Record<string, string>, form, signal, patience };
    const answer = await post({ ...call, proxy: proxy() });
    const { status, date, appointment = '', text, mayBeSecond } = answer;
    const said = { date, [NEXT]: appointment, [MAY_BE_SECOND]: String(mayBeSecond) };
    return { status, headers: said, text: async () => text };
  };
}
