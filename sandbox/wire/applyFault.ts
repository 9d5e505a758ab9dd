import texts from '../../platform/platformTexts.json' with { type: 'json' };
import { messageOf } from '../../platform/protocol/refusal.ts';
import type { Answer } from '../business/answer.ts';
import type { PlainAction } from '../faults/faultSchema.ts';
import type { Delivery } from '../wire/delivery.ts';

// What a cut text held when nothing was saved: an id that no customer has.
const nobody: Answer = { kind: 'success', customerId: '1660000000000000000', replayed: false };

/** What goes on for ever afterwards. */
const HEADS = {
  head: 'HTTP/1.1 200 OK\r\nx-filler: ',
  answer: '{"alibaba_alsc_crm_open_customer_save_response":{"result":{',
  page: '<html><body>',
} as const;

/** A fault of the network in front of the gateway: no check runs and nothing is saved. */
export function faultBeforeGateway(action: PlainAction): Delivery | undefined {
  switch (action.type) {
    case 'refuse':
      return { how: 'reset' };
    case 'outage':
      return { how: 'resetAll' };
    case 'redirect':
      return {
        how: 'page',
        status: action.status ?? 302,
        body: '',
        contentType: 'text/html; charset=utf-8',
        headers: { location: action.location },
      };
    case 'drop':
      return action.when === 'before' ? { how: 'close' } : undefined;
    case 'hang':
    case 'endless':
    case 'dropReused':
    case 'http':
      return action.afterEffect ? undefined : withoutAnswer(action);
    case 'truncated':
      return action.afterEffect ? undefined : { how: 'cut', answer: nobody };
    default:
      return undefined;
  }
}

/** A fault of the service itself: a valid request is answered with a failure and nothing is saved. */
export function faultInsteadOfSave(action: PlainAction): Delivery | undefined {
  if (action.type === 'error' && !action.afterEffect) return errorDelivery(action);
  if (action.type !== 'bizFailure') return undefined;
  const failure = {
    resultCode: action.resultCode ?? 'SYSTEM_ERROR',
    resultDesc: action.resultDesc ?? texts.businessFailure,
    resultView: action.resultView ?? action.resultDesc ?? texts.businessFailure,
  };
  return { how: 'answer', answer: { kind: 'bizFailure', failure } };
}

/** A fault on the way back: the save is done, and the client does not learn it. */
export function faultAfterSave(action: PlainAction, answer: Answer): Delivery | undefined {
  switch (action.type) {
    case 'drop':
      return { how: 'close' };
    case 'hang':
    case 'endless':
    case 'dropReused':
    case 'http':
      return withoutAnswer(action);
    case 'truncated':
      return { how: 'cut', answer };
    case 'error':
      return errorDelivery(action);
    default:
      return undefined;
  }
}

type Unanswered = Extract<PlainAction, { type: 'hang' | 'endless' | 'dropReused' | 'http' }>;

function withoutAnswer(action: Unanswered): Delivery {
  switch (action.type) {
    case 'hang':
      return { how: 'silence' };
    case 'endless':
      return {
        how: 'endless',
        part: action.begins === 'head' ? 'head' : 'body',
        head: HEADS[action.begins],
        by: action.by ?? 'flood',
      };
    case 'dropReused':
      return { how: 'close' };
    case 'http':
      return {
        how: 'page',
        status: action.status,
        body: action.body ?? `<html><body><h1>${action.status}</h1></body></html>`,
        contentType: action.contentType ?? 'text/html; charset=utf-8',
        headers: action.headers ?? {},
      };
  }
}

function errorDelivery(action: Extract<PlainAction, { type: 'error' }>): Delivery {
  const { code, subCode, subMsg } = action;
  const refusal = {
    code,
    msg: action.msg ?? messageOf(code),
    ...(subCode === undefined ? {} : { subCode }),
    ...(subMsg === undefined ? {} : { subMsg }),
  };
  return { how: 'answer', answer: { kind: 'error', refusal } };
}
