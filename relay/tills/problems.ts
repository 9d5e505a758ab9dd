import type { z } from 'zod';
import { problemsOf } from '../../app/settings/provision.ts';
import type { KeyProblem } from '../keys/keyProblem.ts';
import type { StateAway, Written } from '../state/relayState.ts';
import type { AdministrationProblem, AdministrationProblemCode, Done } from './administration.ts';

export function problem(code: AdministrationProblemCode, says: string): AdministrationProblem {
  return { ok: false, code, says };
}

export const STATE_AWAY = problem(
  'state.away',
  'The shared state cannot be asked just now. Nothing was changed.',
);

/** A write of which nobody knows whether it came through: the same order once more is safe. */
const WRITE_AWAY = problem(
  'state.away',
  'The shared state does not answer, and may have taken the change or not: give the same order again.',
);

const HELD = problem(
  'state.held',
  'Another command, or the relay itself, is at the relay’s file and does not give it up. Nothing was changed: give the same order again; if it stays so, end that process.',
);

const CHANGED = problem(
  'changed-meanwhile',
  'Somebody else has changed it at the same time. Nothing was changed by this order: look at it, then order again.',
);

export function isAway(value: unknown): value is StateAway {
  return (value as StateAway | null)?.kind === 'away';
}

/** Undefined where it was written. */
export function notWritten({ kind }: Written): AdministrationProblem | undefined {
  switch (kind) {
    case 'written':
      return undefined;
    case 'changed-meanwhile':
      return CHANGED;
    case 'held':
      return HELD;
    case 'away':
      return WRITE_AWAY;
  }
}

export function ofKeys({ code, says }: KeyProblem): AdministrationProblem {
  return problem('keys.failed', `${code}: ${says}`);
}

/** What was ordered, or every mistake in it: one line each, and no value in any. */
export function readOrder<Order>(schema: z.ZodType<Order>, given: unknown): Done<Order> {
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  return problem('order.not-understood', problemsOf(parsed.error).join('\n'));
}
