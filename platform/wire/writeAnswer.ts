import { randomInt } from 'node:crypto';
import type { Call } from '../protocol/call.ts';
import type { Refusal } from '../protocol/refusal.ts';

/** A body and what it is. */
export interface Rendered {
  contentType: string;
  body: string;
}

/** The content of an answer: names and values, as deep as it likes. */
export type Tree = { [name: string]: string | number | boolean | Tree };

/** Writes an `error_response` in the format the call asks for: xml, unless it says json. */
export function writeRefusal(refusal: Refusal, call: Call): Rendered {
  const { code, msg, subCode, subMsg } = refusal;
  const content: Tree = {
    code,
    msg,
    ...(subCode === undefined ? {} : { sub_code: subCode }),
    ...(subMsg === undefined ? {} : { sub_msg: subMsg }),
  };
  return write('error_response', content, call, false);
}

/** Writes the answer of a method, under the root that the platform derives from its name. */
export function writeResult(method: string, content: Tree, call: Call): Rendered {
  // Simplified JSON loses the root of a response; an error keeps it.
  const isBare = call.params.get('simplify') === 'true';
  return write(`${method.replaceAll('.', '_')}_response`, content, call, isBare);
}

function write(root: string, content: Tree, call: Call, isBare: boolean): Rendered {
  const traced = { ...content, request_id: traceId() };
  if (call.params.get('format') !== 'json') {
    const body = `<?xml version="1.0" encoding="utf-8" ?>${xmlOf(root, traced)}`;
    return { contentType: 'text/xml;charset=UTF-8', body };
  }
  const body = JSON.stringify(isBare ? traced : { [root]: traced });
  return { contentType: 'application/json;charset=UTF-8', body };
}

// The server's own trace id. It has nothing to do with the request id of a save.
function traceId(): string {
  return Array.from({ length: 12 }, () => randomInt(36).toString(36)).join('');
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function xmlOf(name: string, value: Tree[string]): string {
  const inner =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([child, content]) => xmlOf(child, content))
          .join('')
      : String(value).replace(/[&<>]/g, (sign) => escapes[sign] ?? sign);
  return `<${name}>${inner}</${name}>`;
}
