import texts from '../platformTexts.json' with { type: 'json' };
import { type Refusal, refuse } from './refusal.ts';

/** A field of the call's argument is not there. */
export function missing(name: string): Refusal {
  const refusal = refuse(40, `isv.missing-parameter:${name}`, texts.missingParameter);
  return { ...refusal, msg: `${refusal.msg}:${name}` };
}

/** A field of the call's argument is not what it may be. */
export function invalid(name: string): Refusal {
  const refusal = refuse(41, `isv.invalid-parameter:${name}`, texts.invalidParameter);
  return { ...refusal, msg: `${refusal.msg}:${name}` };
}
