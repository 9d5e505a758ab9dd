import type {
  AdministrationProblem,
  AdministrationProblemCode,
  Done,
} from '../tills/administration.ts';
import { problem } from '../tills/problems.ts';
import { METHODS, type OrderName, problemCodeOf } from './wire.ts';

/** What the relay says, and nothing that somebody else might have said in its place. */
export function readOrderAnswer(name: OrderName, text: string | null): Done<never> {
  const json = jsonIn(text ?? '');
  const root = `${METHODS[name].replaceAll('.', '_')}_response`;
  const result = objectIn(json, root)?.result;
  if (typeof result === 'string') {
    const value = jsonIn(result);
    if (value !== undefined) return { ok: true, value: value as never };
  }
  const error = objectIn(json, 'error_response');
  if (error === undefined) return unreachable('its answer is not a relay’s');
  const { code, msg, sub_code: subCode, sub_msg: subMsg } = error;
  const known = typeof subCode === 'string' ? problemCodeOf(subCode) : undefined;
  if (known !== undefined) return problem(known, typeof subMsg === 'string' ? subMsg : '');
  const words = [code, msg, subCode].filter((word) => typeof word !== 'object').join(' ');
  if (String(code) === '31') return problem(CLOCK, `The relay refuses the time: ${words}`);
  return problem('access.refused', `The relay refuses the call: ${words}`);
}

/** A timestamp that it takes for wrong is made anew by its own clock. */
const CLOCK: AdministrationProblemCode = 'relay.unreachable';

export function unreachable(why: string): AdministrationProblem {
  return problem(
    'relay.unreachable',
    `The relay does not answer as it should (${why}). Whether the order was carried out is not known: give the same one again.`,
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown, name: string): Record<string, unknown> | undefined {
  const found = (value as Record<string, unknown> | null | undefined)?.[name];
  return typeof found === 'object' && found !== null
    ? (found as Record<string, unknown>)
    : undefined;
}
