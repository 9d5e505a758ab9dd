import { type Call, customerSaveArgument } from '../../platform/protocol/call.ts';
import { decodeForm } from '../../platform/wire/decodeForm.ts';
import type { Posted } from '../../relay/forward/platformLine.ts';
import type { Delivery } from '../../sandbox/wire/delivery.ts';
import { renderAnswer } from '../../sandbox/wire/renderAnswer.ts';
import type { Arrival, Reach } from '../replay/network.ts';

/** What the platform said last on this line, as the simulation has it. */
export interface Heard {
  delivery: Delivery | null;
  date: number;
}

/** A relay's way to the platform in virtual time, for one call. `heard` is filled in. */
export async function postVirtually(form: string, reach: Reach, heard: Heard): Promise<Posted> {
  const { pairs, badEncoding } = decodeForm(form);
  const params = new Map(pairs);
  const onReusedConnection = false;
  const call: Call = { verb: 'POST', params, paramsIn: 'form', badEncoding, onReusedConnection };
  if (!params.has(customerSaveArgument)) throw new Error('a call without a body');
  const arrival = await reach(call);
  return arrival === null ? { kind: 'lost', reason: 'late' } : postedOf(arrival, call, heard);
}

function postedOf(arrival: Arrival, call: Call, heard: Heard): Posted {
  if (arrival.how === 'refused') return { kind: 'lost', reason: arrival.error };
  const { delivery, date: time } = arrival;
  heard.delivery = delivery;
  heard.date = time;
  const date = new Date(time).toUTCString();
  switch (delivery.how) {
    case 'answer':
    case 'cut': {
      const { contentType, body } = renderAnswer(delivery.answer, call);
      const text = delivery.how === 'cut' ? body.slice(0, body.length / 2) : body;
      return { kind: 'came', status: 200, contentType, date, body: Buffer.from(text) };
    }
    case 'page': {
      const { status, contentType, body } = delivery;
      return { kind: 'came', status, contentType, date, body: Buffer.from(body) };
    }
    default:
      return { kind: 'lost', reason: delivery.how };
  }
}
