/**
 * What a request seems to be about, before anything is checked: faults and the request log need it
 * even when the request is wrong.
 */
export function peekIdentity(json: string | undefined): {
  requestId: string | undefined;
  mobile: string | undefined;
} {
  const fields = parse(json);
  return { requestId: textOf(fields?.request_id), mobile: textOf(fields?.mobile) };
}

function parse(json: string | undefined): { request_id?: unknown; mobile?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(json ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
