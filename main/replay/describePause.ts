import { whatToFix } from '../../app/gateway/connectionProblems.ts';
import type { QueuePause } from '../../app/outbox/outboxView.ts';
import type { Gate } from '../../app/replay/gateKinds.ts';
import type { Clock } from '../clock/clock.ts';
import type { GatewayClock } from '../gateway/gatewayClock.ts';

/**
 * Why nothing is sent just now, for the window: the gate's monotonic times as times of the wall clock.
 * `isAsked`: whether anything that waits may ask if the reason still holds; where nothing does, nobody knows.
 */
export function describePause(
  gate: Gate,
  isAsked: () => boolean,
  clock: Clock,
  gatewayClock: GatewayClock,
): QueuePause {
  const wallTime = (monotonic: number) => Math.round(clock.now() + monotonic - clock.monotonic());
  switch (gate.kind) {
    case 'passing':
      return { kind: 'none' };
    case 'unreachable': {
      if (!isAsked()) return { kind: 'none' };
      const retryAt = wallTime(gate.probeAt);
      if (gate.isBusy) return { kind: 'busy', retryAt };
      return { kind: 'unreachable', retryAt, ...(gate.proxy && { proxy: gate.proxy }) };
    }
    case 'banned':
      return gate.until <= clock.monotonic()
        ? { kind: 'none' }
        : { kind: 'quota', until: wallTime(gate.until) };
    case 'paused': {
      if (!isAsked()) return { kind: 'none' };
      if (gate.cause === 'clock') {
        return { kind: 'clock', offsetSeconds: Math.round(gatewayClock.offset / 1_000) };
      }
      if (gate.cause === 'rejections') return { kind: gate.cause, ...gate.codes };
      return { kind: gate.cause, fix: whatToFix(gate.problem), ...gate.codes };
    }
  }
}

/** A clock that is wrong by more than this (ms) is told; up to ten minutes the gateway takes it as it is. */
const SIGNIFICANT_OFFSET_MS = 2 * 60_000;

/** The gateway's clock minus the till's (s) when they differ by more than two minutes, or null. */
export function significantOffset({ offset }: GatewayClock): number | null {
  return Math.abs(offset) > SIGNIFICANT_OFFSET_MS ? Math.round(offset / 1_000) : null;
}
