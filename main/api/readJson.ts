import type { ApiRefusal } from '../../app/api/apiSchemas.ts';

/** More than any form fills (bytes). */
export const MAX_BODY_BYTES = 64 * 1_024;

const JSON_TYPE = /^application\/json(?:\s*;\s*charset\s*=\s*"?utf-8"?)?\s*$/i;

const utf8 = new TextDecoder('utf-8', { fatal: true });

type Read = { ok: true; json: unknown } | { ok: false; refusal: ApiRefusal };

const refused = (code: ApiRefusal['code']): Read => ({ ok: false, refusal: { code } });

/** What a body says, or why it is not read. A name in another encoding than UTF-8 would become another name. */
export function readJson(type: string | undefined, body: Uint8Array): Read {
  if (!JSON_TYPE.test(type ?? '')) return refused('body.no-json-type');
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return refused('body.not-utf8');
  }
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch {
    return refused('body.not-json');
  }
}
