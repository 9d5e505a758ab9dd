import type { AnswerCodes } from './outcome.ts';

/**
 * A chain's relay has refused a call by itself, for a while: it says so only of what has not left it, or was
 * refused for the relay's own sign, so nobody has been registered by it (`relay/door/later.ts`).
 */
export function isNotForwarded({ code, subCode }: AnswerCodes): boolean {
  return code === '10' && subCode.startsWith('isp.relay-');
}
