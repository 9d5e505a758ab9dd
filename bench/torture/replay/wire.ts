import type { VirtualClock } from '../../../main/testing/virtualClock.ts';
import { type Call, customerSaveArgument } from '../../../sandbox/protocol/call.ts';
import { decodeForm } from '../../../sandbox/wire/decodeForm.ts';
import type { Delivery } from '../../../sandbox/wire/delivery.ts';
import { renderAnswer } from '../../../sandbox/wire/renderAnswer.ts';
import { type Life, never } from './life.ts';
import type { Arrival, Network } from './network.ts';

/** After this time without an answer the client gives up; axios itself would count real time (ms). */
const TIMEOUT = 20_000;

export interface WireWatcher {
  left(requestId: string, body: string): void;
  /** `null`: the client gave up waiting. */
  arrived(requestId: string, arrival: Arrival | null): void;
}

/** Calls that are in the hands of the client, not of the network: the clock must wait for them. */
export class Hands {
  count = 0;
}

/** `fetch` as one process has it: what the client sends goes to the sandbox, in virtual time. */
export function wire(
  life: Life,
  clock: VirtualClock,
  network: Network,
  watcher: WireWatcher,
  hands: Hands,
): typeof globalThis.fetch {
  return async (address, init) => {
    const { pairs, badEncoding } = decodeForm(String(init?.body));
    const params = new Map(pairs);
    const body = params.get(customerSaveArgument) ?? '';
    const requestId = String((JSON.parse(body) as { request_id: unknown }).request_id);
    const call: Call = {
      verb: init?.method ?? 'GET',
      params,
      paramsIn: 'form',
      badEncoding,
      onReusedConnection: false,
    };
    hands.count -= 1;
    if (!life.deal()) return never();
    watcher.left(requestId, body);
    const arrival = await firstOf(network.carry(String(address), call, requestId), clock);
    if (!life.deal()) return never();
    hands.count += 1;
    watcher.arrived(requestId, arrival);
    if (arrival === null) throw failure('ETIMEDOUT');
    if (arrival.how === 'refused') throw failure('net::ERR_CONNECTION_REFUSED');
    return respond(arrival.delivery, arrival.date, call);
  };
}

function firstOf(carried: Promise<Arrival>, clock: VirtualClock): Promise<Arrival | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(TIMEOUT, () => resolve(null));
    carried.then((arrival) => {
      cancel();
      resolve(arrival);
    }, reject);
  });
}

function respond(delivery: Delivery, date: number, call: Call): Response {
  const headers = { date: new Date(date).toUTCString() };
  switch (delivery.how) {
    case 'answer':
    case 'cut': {
      const { body, contentType } = renderAnswer(delivery.answer, call);
      const text = delivery.how === 'cut' ? body.slice(0, body.length / 2) : body;
      return new Response(text, { headers: { ...headers, 'content-type': contentType } });
    }
    case 'page':
      // As Chromium's network stack says it when redirects are not to be followed.
      if ('location' in delivery.headers) throw failure('Redirect was cancelled');
      return new Response(delivery.body, {
        status: delivery.status,
        headers: { ...headers, 'content-type': delivery.contentType },
      });
    default:
      throw failure('ECONNRESET');
  }
}

function failure(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}
