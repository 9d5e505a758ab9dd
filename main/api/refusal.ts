import { STATUS_CODES } from 'node:http';
import { API_ERRORS, type ApiErrorCode, isApiErrorCode } from '../../app/api/apiErrors.ts';
import type { ApiRefusal } from '../../app/api/apiSchemas.ts';
import type { BridgeError } from '../../app/ipc/bridge.ts';

/** What the API answers: a status, and what stands in the body. */
export interface ApiAnswer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export function statusOf(code: ApiErrorCode): number {
  return API_ERRORS[code][0];
}

export function refuse(error: ApiRefusal): ApiAnswer {
  const { code, waitSeconds } = error;
  const retry = waitSeconds === undefined ? {} : { 'retry-after': String(waitSeconds) };
  return { status: statusOf(code), body: { error }, headers: retry };
}

/** What the page would be told, as the API tells it. A code that none of its calls has is a fault. */
export function refuseAs({ code, fields, waitSeconds }: BridgeError): ApiAnswer {
  if (!isApiErrorCode(code)) return refuse({ code: 'till.failed' });
  const named = Object.entries(fields ?? {}).filter(([, problem]) => problem !== undefined);
  return refuse({
    code,
    ...(fields && { fields: Object.fromEntries(named) as Record<string, string> }),
    ...(waitSeconds !== undefined && { waitSeconds }),
  });
}

/** A whole answer for a connection that has no request to answer, or none that could be read. */
export function refusalText(error: ApiRefusal): string {
  const { status, body } = refuse(error);
  const text = JSON.stringify(body);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
    '',
    text,
  ].join('\r\n');
}
