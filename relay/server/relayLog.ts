import type { FastifyBaseLogger } from 'fastify';
import type { CallRecord } from '../door/reply.ts';

/** So many frames of a stack say where a mistake is. */
const FRAMES = 8;

/**
 * What is logged of a mistake: its kind, its code and where it was. Never its message: those of parsers and of the
 * network repeat what was sent.
 */
export function safeError(error: unknown): { error: string; code?: string; at: string[] } {
  if (!(error instanceof Error)) return { error: typeof error, at: [] };
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.constructor.name,
    ...(typeof code === 'string' ? { code } : {}),
    at: frames.slice(0, FRAMES).map((line) => line.trim()),
  };
}

/** One line for a call: who, what came of it, and how long it took. Nothing of what was in it. */
export function logCall(log: FastifyBaseLogger, record: CallRecord): void {
  const { till, held, atPlatform, later, ...rest } = record;
  const times = { held: Math.round(held), atPlatform: Math.round(atPlatform) };
  const line = { ...rest, till: till?.appKey ?? null, ...times, later: later?.kind ?? null };
  if (record.end === 'doubt') log.warn(line, 'call');
  else log.info(line, 'call');
}
