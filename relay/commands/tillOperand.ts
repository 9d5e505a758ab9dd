import { isKeyOf } from '../tills/tillKey.ts';
import type { Given } from './commandLine.ts';

export const NO_TILL_KEY = "KEY is no till's key: tills list shows them";

/** Whether what stands behind the command is a till's key; what is missing is told already. */
export function checkTillKey({ operand }: Given): string[] {
  return operand === '' || isKeyOf('till', operand) ? [] : [NO_TILL_KEY];
}
