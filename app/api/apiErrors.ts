/**
 * Every refusal of the local API: its HTTP status, and what whoever calls has to know. A code never changes its meaning;
 * the page of the API and its document are made of this table.
 */
export const API_ERRORS = {
  'body.not-json': [400, 'The body is no JSON.'],
  'body.not-utf8': [
    400,
    'The body is not UTF-8: a name in another encoding would be another name.',
  ],
  'request.refused': [400, 'The body has another shape than the document says.'],
  'idempotency-key.missing': [
    400,
    'The header Idempotency-Key is missing, or is not 16 to 200 visible ASCII characters.',
  ],
  'token.wrong': [401, 'No bearer token, or not the one in the file: read the file again.'],
  'host.refused': [
    403,
    'The header Host names another than 127.0.0.1 with this port; localhost may be another program.',
  ],
  'origin.refused': [403, 'A web page has called (the header Origin): no page may.'],
  'path.unknown': [404, 'There is no such operation.'],
  'member.unknown': [404, 'This till has no save with this request id, or has forgotten it.'],
  'method.refused': [405, 'The path knows no such method.'],
  'body.too-slow': [408, 'The request did not come in time.'],
  'member.known': [
    409,
    'The till knows this number or code already. Nothing was changed; `known` says what it knows.',
  ],
  'intention.reused': [
    409,
    'The Idempotency-Key stands for another member, or for one that cannot be compared any more.',
  ],
  'form.busy': [409, 'Somebody is typing at the till: nothing was filled in.'],
  'screen.locked': [409, 'The screen is locked: nobody is there to finish the form.'],
  'body.too-large': [413, 'The body is larger than 64 KiB.'],
  'body.no-json-type': [415, 'The header Content-Type is not application/json.'],
  'input.invalid': [422, 'Fields of the member are wrong; `fields` has a code for each.'],
  'operator.unknown': [422, 'The operator is nobody of this till.'],
  'consent.missing': [422, 'The customer has not agreed, or that was not said.'],
  'consent.outdated': [422, 'The customer has agreed to another version of the notice.'],
  'consent.other-brand': [422, 'The customer has agreed to the terms of another brand.'],
  'lookup.too-fast': [429, 'Numbers are asked about faster than a cashier types.'],
  'register.too-fast': [429, 'Members are registered faster than people come.'],
  'call.too-fast': [429, 'More calls than the till answers.'],
  'till.failed': [500, 'A fault of the till; its log has it.'],
  'not-provisioned': [503, 'The till is not set up.'],
  'store.disk-full': [503, 'The disk is full: nothing was saved.'],
  'store.read-only': [503, 'The data folder cannot be written: nothing was saved.'],
  'store.other-program': [503, 'Another PC has the data of this till: nothing was saved.'],
  'store.failed': [503, 'The disk refuses it: nothing was saved.'],
  'connections.too-many': [503, 'More connections at once than the till takes.'],
  'form.unanswered': [503, 'The window did not answer: nothing was filled in.'],
} as const satisfies Readonly<Record<string, readonly [status: number, meaning: string]>>;

export type ApiErrorCode = keyof typeof API_ERRORS;

export const API_ERROR_CODES = Object.keys(API_ERRORS) as ApiErrorCode[];

export function isApiErrorCode(code: string): code is ApiErrorCode {
  return Object.hasOwn(API_ERRORS, code);
}
