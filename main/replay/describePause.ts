import type { QueuePause } from '../../app/outbox/outboxView.ts';
import type { Gate } from '../../app/replay/gate.ts';
import type { GatewayClock } from '../gateway/gatewayClock.ts';
import type { Clock } from './sleeper.ts';

/** Why nothing is sent just now, for the window: the gate's monotonic times as times of the wall clock. */
export function describePause(gate: Gate, clock: Clock, gatewayClock: GatewayClock): QueuePause {
  const wallTime = (monotonic: number) => Math.round(clock.now() + monotonic - clock.monotonic());
  switch (gate.kind) {
    case 'open':
      return { kind: 'none' };
    case 'unreachable':
      return { kind: 'unreachable', retryAt: wallTime(gate.probeAt) };
    case 'banned':
      return gate.until <= clock.monotonic()
        ? { kind: 'none' }
        : { kind: 'quota', until: wallTime(gate.until) };
    case 'paused': {
      const { code, subCode, text } = gate.words;
      return gate.cause === 'clock'
        ? { kind: 'clock', offsetSeconds: Math.round(gatewayClock.offset / 1_000) }
        : { kind: 'configuration', code, subCode, text };
    }
  }
}

/** A clock that is wrong by more than this (ms) is told; up to ten minutes the gateway takes it as it is. */
const NOTICED = 2 * 60_000;

/** The gateway's clock minus the till's (s) when they differ by more than two minutes, or null. */
export function noticedOffset({ offset }: GatewayClock): number | null {
  return Math.abs(offset) > NOTICED ? Math.round(offset / 1_000) : null;
}
