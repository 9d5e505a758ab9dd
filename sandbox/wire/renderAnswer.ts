import { randomInt } from 'node:crypto';
import type { Answer } from '../business/answer.ts';
import texts from '../platformTexts.json' with { type: 'json' };
import type { Call } from '../protocol/call.ts';

/** A body and what it is. */
export interface Rendered {
  contentType: string;
  body: string;
}

type Tree = { [name: string]: string | number | boolean | Tree };

/** Writes an answer in the format the call asks for: xml, unless it says json. */
export function renderAnswer(answer: Answer, call: Call): Rendered {
  const root =
    answer.kind === 'error' ? 'error_response' : 'alibaba_alsc_crm_open_customer_save_response';
  const content = { ...contentOf(answer), request_id: traceId() };
  if (call.params.get('format') !== 'json') {
    const body = `<?xml version="1.0" encoding="utf-8" ?>${xmlOf(root, content)}`;
    return { contentType: 'text/xml;charset=UTF-8', body };
  }
  // Simplified JSON loses the root of a response; an error keeps it.
  const bare = call.params.get('simplify') === 'true' && answer.kind !== 'error';
  const body = JSON.stringify(bare ? content : { [root]: content });
  return { contentType: 'application/json;charset=UTF-8', body };
}

function contentOf(answer: Answer): Tree {
  switch (answer.kind) {
    case 'success':
      return {
        result: {
          biz_success: true,
          result: answer.customerId,
          result_code: '0',
          result_desc: texts.success,
          result_view: texts.success,
        },
      };
    case 'bizFailure':
      return {
        result: {
          biz_success: false,
          result_code: answer.failure.resultCode,
          result_desc: answer.failure.resultDesc,
          result_view: answer.failure.resultView,
        },
      };
    case 'error': {
      const { code, msg, subCode, subMsg } = answer.refusal;
      return {
        code,
        msg,
        ...(subCode === undefined ? {} : { sub_code: subCode }),
        ...(subMsg === undefined ? {} : { sub_msg: subMsg }),
      };
    }
  }
}

// The gateway's own trace id. It has nothing to do with the request id of the save.
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
