import texts from '../../platform/platformTexts.json' with { type: 'json' };
import { type Call, customerSaveMethod } from '../../platform/protocol/call.ts';
import {
  type Rendered,
  type Tree,
  writeRefusal,
  writeResult,
} from '../../platform/wire/writeAnswer.ts';
import type { Answer } from '../business/answer.ts';

/** Writes an answer in the format the call asks for: xml, unless it says json. */
export function renderAnswer(answer: Answer, call: Call): Rendered {
  return answer.kind === 'error'
    ? writeRefusal(answer.refusal, call)
    : writeResult(customerSaveMethod, { result: resultOf(answer) }, call);
}

function resultOf(answer: Exclude<Answer, { kind: 'error' }>): Tree {
  if (answer.kind === 'success') {
    return {
      biz_success: true,
      result: answer.customerId,
      result_code: '0',
      result_desc: texts.success,
      result_view: texts.success,
    };
  }
  return {
    biz_success: false,
    result_code: answer.failure.resultCode,
    result_desc: answer.failure.resultDesc,
    result_view: answer.failure.resultView,
  };
}
