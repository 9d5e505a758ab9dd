import type { ServerResponse } from 'node:http';
import type { ApiAnswer } from './refusal.ts';

/** Answers a request: text as it is, anything else as JSON. Nothing of it is kept by whoever is asked next. */
export function answerWith(
  response: ServerResponse,
  { status, body, headers = {} }: ApiAnswer,
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(text);
}
