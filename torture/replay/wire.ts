import { AnswerReader } from '../../main/gateway/answerReader.ts';
import { type Answer, type Line, LostCall } from '../../main/gateway/line.ts';
import { type Call, customerSaveArgument } from '../../platform/protocol/call.ts';
import { decodeForm } from '../../platform/wire/decodeForm.ts';
import { CALL_HEADER } from '../../relay/door/callHeaders.ts';
import type { Delivery } from '../../sandbox/wire/delivery.ts';
import { renderAnswer } from '../../sandbox/wire/renderAnswer.ts';
import type { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { type Life, never } from './life.ts';
import type { Arrival, Network } from './network.ts';

/** After this time without an answer the client gives up; axios itself would count real time (ms). */
const TIMEOUT = 20_000;

export interface WireWatcher {
  /** `said`: the header `Tillside-Call`, where it has one. */
  left(requestId: string, body: string, said: string | undefined): void;
  /** `null`: the client gave up waiting. `isOwn`: the connection was made for this call. */
  arrived(requestId: string, arrival: Arrival | null, isOwn: boolean): void;
}

/** Calls that are in the hands of the client, not of the network: the clock must wait for them. */
export class Hands {
  count = 0;
}

/**
 * A line as one process has it: what the client sends goes to the sandbox, in virtual time. Over a connection
 * that is used again the network stack sends a lost call a second time by itself, and tells how that one ended.
 */
export function openWire(
  life: Life,
  clock: VirtualClock,
  network: Network,
  watcher: WireWatcher,
  hands: Hands,
): Line {
  let isRenewed = false;
  const renew = async () => {
    isRenewed = network.letsGo();
    return isRenewed;
  };
  const post: Line['post'] = async ({ url, headers, form }) => {
    const isOwn = isRenewed;
    isRenewed = false;
    const { pairs, badEncoding } = decodeForm(form);
    const params = new Map(pairs);
    const body = params.get(customerSaveArgument) ?? '';
    const requestId = String((JSON.parse(body) as { request_id: unknown }).request_id);
    const call: Call = {
      verb: 'POST',
      params,
      paramsIn: 'form',
      badEncoding,
      onReusedConnection: false,
    };
    hands.count -= 1;
    if (!life.deal()) return never();
    const said = new Headers(headers).get(CALL_HEADER) ?? undefined;
    watcher.left(requestId, body, said);
    const sent = { url, call, requestId, said };
    const arrival = await firstOf(network.carry(sent, !isOwn), clock);
    if (!life.deal()) return never();
    hands.count += 1;
    // A refusal says something only about the one connection that was made for this call.
    watcher.arrived(requestId, arrival?.how === 'refused' && !isOwn ? null : arrival, isOwn);
    if (arrival === null) throw new LostCall('etimedout', true);
    if (arrival.how === 'refused') throw new LostCall(arrival.error, false);
    const { appointment } = arrival;
    const answer = respond(arrival.delivery, arrival.date, call);
    return appointment === undefined ? answer : { ...answer, appointment };
  };
  return { isGone: () => false, renew, post };
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

function respond(delivery: Delivery, time: number, call: Call): Answer {
  const date = new Date(time).toUTCString();
  switch (delivery.how) {
    case 'answer':
    case 'cut': {
      const { body } = renderAnswer(delivery.answer, call);
      const text = delivery.how === 'cut' ? body.slice(0, body.length / 2) : body;
      return { status: 200, date, text };
    }
    case 'page':
      // As the network stack has it when redirects are not to be followed.
      if ('location' in delivery.headers) throw new LostCall('redirect', true);
      return { status: delivery.status, date, text: delivery.body };
    case 'endless': {
      if (delivery.part === 'head') throw new LostCall('err_response_headers_too_big', true);
      const reader = new AnswerReader();
      reader.take(Buffer.from(delivery.head));
      throw new LostCall(reader.whyTooLong(), true);
    }
    default:
      throw new LostCall('econnreset', true);
  }
}
