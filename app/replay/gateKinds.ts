import type { PlatformProblem } from '../gateway/connectionProblems.ts';
import type { AnswerCodes } from '../gateway/outcome.ts';
import type { ProxyProblem } from '../gateway/proxyProblems.ts';
import { sooner } from './sooner.ts';

/** A wake-up never makes two probes within this time (ms). */
const MIN_PROBE_INTERVAL_MS = 1_000;

/**
 * Whether and how the queue as a whole may send. Times are milliseconds of a monotonic clock, so
 * that a jump of the wall clock changes no wait.
 */
export type Gate =
  | { kind: 'passing'; capacity: number }
  | {
      kind: 'unreachable';
      since: number;
      failures: number;
      lastTryAt: number;
      probeAt: number;
      /** It is there, and too busy for whoever comes. */
      isBusy: boolean;
      /** A proxy on the way wants what it is not given. */
      proxy?: ProxyProblem;
    }
  | { kind: 'banned'; since: number; until: number }
  | {
      kind: 'paused';
      since: number;
      /** `rejections`: everybody is answered what holds a save. */
      cause: 'configuration' | 'clock' | 'rejections';
      codes: AnswerCodes;
      /** What is wrong with the settings; null where it is not they, or nobody knows. */
      problem: PlatformProblem | null;
      lastTryAt: number;
      probeAt: number;
    };

/** When a stopped gate lets the next save through (monotonic ms). */
export function passesAt(gate: Exclude<Gate, { kind: 'passing' }>): number {
  return gate.kind === 'banned' ? gate.until : gate.probeAt;
}

/** A wake-up brings the next probe forward, but breaks no ban. */
export function woken(gate: Gate, now: number, byHand: boolean): Gate {
  const listens = gate.kind === 'unreachable' || (gate.kind === 'paused' && byHand);
  if (!listens) return gate;
  const earliest = Math.max(now, gate.lastTryAt + MIN_PROBE_INTERVAL_MS);
  return { ...gate, probeAt: Math.min(earliest, gate.probeAt) };
}

/** A ban goes on while the PC sleeps. By what has passed it may be over: one save asks, and is told if it is not. */
export function slept(gate: Gate, now: number, lasted: number): Gate {
  if (gate.kind !== 'banned') return gate;
  return { ...gate, until: sooner(gate.until, now, lasted) };
}
