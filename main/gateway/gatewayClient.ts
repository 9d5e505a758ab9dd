import axios, { type AxiosInstance } from 'axios';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import type { Provision } from '../../app/settings/provision.ts';
import type { GatewayClock } from './gatewayClock.ts';
import { sign } from './sign.ts';
import { gatewayTimestamp } from './timestamp.ts';
import { describeFailure } from './transportFailure.ts';

const METHOD = 'alibaba.alsc.crm.open.customer.save';
const ARGUMENT = 'param_customer_save_open_req';

/** No answer after this time (ms) means: outcome unknown, try again. */
const TIMEOUT = 20_000;

/** An answer of the API has a few hundred bytes; more is somebody else's page. */
const MAXIMUM_ANSWER_BYTES = 256 * 1024;

export type GatewayAccount = Provision['gateway'];

export interface GatewayClientOptions {
  /** Electron's `net.fetch` in the app: the system's proxies and certificates apply there. */
  fetch: typeof globalThis.fetch;
  clock: GatewayClock;
  timeoutMilliseconds?: number;
}

/** Sends one save and brings back whatever came; what it means is for `classify` to say. */
export class GatewayClient {
  readonly #http: AxiosInstance;
  readonly #clock: GatewayClock;

  constructor(options: GatewayClientOptions) {
    this.#clock = options.clock;
    this.#http = axios.create({
      adapter: 'fetch',
      env: { fetch: options.fetch, Request: null, Response: null } as never,
      fetchOptions: { redirect: 'manual', cache: 'no-store', credentials: 'omit' },
      timeout: options.timeoutMilliseconds ?? TIMEOUT,
      maxContentLength: MAXIMUM_ANSWER_BYTES,
      responseType: 'text',
      transformResponse: (text: unknown) => text,
      validateStatus: () => true,
    });
  }

  /**
   * `body` is the frozen JSON text; it goes out byte for byte. Timestamp and sign are fresh at every
   * call. Never throws: a failure of the transport is a response of kind `failure`.
   */
  send(account: GatewayAccount, body: string): Promise<GatewayResponse> {
    return this.#call(account, { [ARGUMENT]: body });
  }

  /** The same call without the argument that holds the member: it can be answered, but saves nobody. */
  probe(account: GatewayAccount): Promise<GatewayResponse> {
    return this.#call(account, {});
  }

  async #call(
    account: GatewayAccount,
    content: Readonly<Record<string, string>>,
  ): Promise<GatewayResponse> {
    try {
      const response = await this.#http.post<unknown>(account.url, this.#form(account, content), {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
      });
      return {
        kind: 'http',
        status: response.status,
        date: String(response.headers.date ?? ''),
        bodyText: typeof response.data === 'string' ? response.data : '',
      };
    } catch (error) {
      return describeFailure(error);
    }
  }

  #form(account: GatewayAccount, content: Readonly<Record<string, string>>): string {
    const signMethod = account.signMethod ?? 'hmac-sha256';
    const parameters: Record<string, string> = {
      method: METHOD,
      app_key: account.appKey,
      ...(account.session === undefined ? {} : { session: account.session }),
      timestamp: gatewayTimestamp(this.#clock.now()),
      v: '2.0',
      sign_method: signMethod,
      format: 'json',
      ...content,
    };
    parameters.sign = sign(parameters, account.appSecret, signMethod);
    return new URLSearchParams(parameters).toString();
  }
}
