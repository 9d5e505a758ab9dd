import type { FastifyBaseLogger } from 'fastify';
import type { CallWatcher } from '../door/reply.ts';

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

/** Of calls of nobody known so many lines are written at once, and so many a minute. */
const STRANGERS = { atOnce: 60, perMinute: 60 };

const MINUTE = 60_000;

/**
 * One line for a call: who, what came of it, and how long it took. Nothing of what was in it. Whoever has no key can call
 * without end, and must not fill a disk with it: beyond a line a second such calls are counted, and the next line says how
 * many had none (`unlogged`). `monotonic`: ms that never go backwards.
 */
export function callLog(log: FastifyBaseLogger, monotonic: () => number): CallWatcher {
  let room: number = STRANGERS.atOnce;
  let at = monotonic();
  let unlogged = 0;
  const hasRoom = (): boolean => {
    const now = monotonic();
    room = Math.min(STRANGERS.atOnce, room + ((now - at) * STRANGERS.perMinute) / MINUTE);
    at = now;
    if (room < 1) return false;
    room -= 1;
    return true;
  };
  return (record) => {
    const { till, held, atPlatform, later, ...rest } = record;
    const isStranger = till === null && record.end === 'refused';
    if (isStranger && !hasRoom()) {
      unlogged += 1;
      return;
    }
    const times = { held: Math.round(held), atPlatform: Math.round(atPlatform) };
    const line = {
      ...{ ...rest, till: till?.appKey ?? null, ...times, later: later?.kind ?? null },
      ...(unlogged > 0 ? { unlogged } : {}),
    };
    unlogged = 0;
    if (record.end === 'doubt') log.warn(line, 'call');
    else log.info(line, 'call');
  };
}
