import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { LostCall } from './line.ts';

/**
 * A thrown error as data. The reason is a code, never a message: messages may hold addresses. Only who carried
 * the call can know that it never left; a code by itself is no proof.
 */
export function describeFailure(error: unknown): Extract<GatewayResponse, { kind: 'failure' }> {
  const lost = chainOf(error).find((one) => one instanceof LostCall);
  if (lost === undefined) {
    return { kind: 'failure', reason: nameOfFailure(error), mayHaveArrived: true };
  }
  return { kind: 'failure', reason: lost.code, mayHaveArrived: lost.mayHaveArrived };
}

/** The most telling code of an error and of everything that caused it, or `failed`. */
export function nameOfFailure(error: unknown): string {
  const names = chainOf(error).flatMap((one) => [codeOf(one) ?? [], one.message].flat());
  const name =
    names.map((text) => /ERR_[A-Z_]+/.exec(text)?.[0]).find(Boolean) ??
    names.find((text) => /^E[A-Z]+$/.test(text)) ??
    names.find((text) => /^[A-Z][A-Z_]+$/.test(text));
  return (name ?? 'failed').toLowerCase();
}

/** An error, what caused it, and what these hold, the outermost first. */
function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  const next = [error];
  for (let depth = 0; depth < 20 && next.length > 0; depth += 1) {
    const current = next.shift();
    if (!(current instanceof Error)) continue;
    chain.push(current);
    if (current instanceof AggregateError) next.push(...current.errors);
    next.push(current.cause);
  }
  return chain;
}

function codeOf(error: Error): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
