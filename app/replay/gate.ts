import { backoff, PROBE_SCHEDULE, type Randomness } from '../backoff/backoff.ts';
import type { AnswerCodes, Outcome } from '../gateway/outcome.ts';
import { proxyProblemOf } from '../gateway/proxyProblems.ts';
import type { Judgement } from '../outbox/transitions.ts';
import { type Gate, passesAt, slept, woken } from './gateKinds.ts';

/** How many different people's saves are under way at once, at the most. */
export const MAX_CAPACITY = 4;

/** A queue that has just paused asks with another person's save, which may pass (ms). */
const FIRST_PAUSE_PROBE_MS = 10_000;

/** How often a paused queue looks whether somebody has repaired the settings (ms). */
const PAUSE_PROBE_INTERVAL_MS = 5 * 60_000;

/** A ban of which the gateway does not say how long it lasts (ms). */
const DEFAULT_BAN_MS = 60_000;

/** What has less than a second left is said to have none: whoever asks at once is refused again (ms). */
const MIN_BAN_MS = 1_000;

/** A longer ban is honoured, but asked about once in this time (ms): it may be a slip of the gateway. */
const MAX_BAN_MS = 24 * 60 * 60_000;

/** What has stopped the queue since something passed: two kinds that alternate must not make each other look new. */
export interface Stops {
  /** How often nobody was there, or nobody had time. */
  away: number;
  /** For what it has paused: each has one early probe. */
  paused: readonly PauseCause[];
  /** One of them leaves whoever asks in doubt. */
  isDoubtful: boolean;
  /** When the latest call left that has passed (monotonic ms), or never. */
  passedSince: number;
}

export interface GateState {
  gate: Gate;
  stops: Stops;
  /** The key has signed a call well since start, so a sign error is the fault of one save. */
  signedWell: boolean;
  /** A wrong sign after others were signed well: one is that save's own fault, two in a row are the key's. */
  isSignDoubted: boolean;
  /** What was sent before this (monotonic ms) says nothing about settings or clock as they are now. */
  newSince: number;
  /** What was signed before this (monotonic ms) was signed with other settings. */
  settingsSince: number;
  /** An answer that the gateway gives for its own faults too: the first in a row is tried again. */
  isSessionDoubted: boolean;
  /** Answer 31: the first in a row corrects the clock, the second pauses. */
  isClockDoubted: boolean;
  /** When the latest call left that was answered, and the latest that was not (monotonic ms). */
  answeredSince: number;
  silentSince: number;
}

export type GateEvent =
  | ({ type: 'outcome'; outcome: Outcome; startedAt: number; now: number } & Judgement)
  /** `byHand`: somebody asked for it; only that makes a paused queue try before its rare probe. */
  | { type: 'wake'; now: number; byHand: boolean }
  /** The PC has slept for `lasted` ms that this clock has not counted. */
  | { type: 'slept'; now: number; lasted: number }
  /** `isOtherApp`: another key or another gateway, for which a ban does not count. */
  | { type: 'settings-changed'; now: number; isOtherApp: boolean };

type OutcomeEvent = Extract<GateEvent, { type: 'outcome' }>;
type PauseCause = Extract<Gate, { kind: 'paused' }>['cause'];

export const UNPROVED: GateState = {
  gate: { kind: 'passing', capacity: 1 },
  stops: { away: 0, paused: [], isDoubtful: false, passedSince: Number.NEGATIVE_INFINITY },
  signedWell: false,
  isSignDoubted: false,
  newSince: Number.NEGATIVE_INFINITY,
  settingsSince: Number.NEGATIVE_INFINITY,
  isSessionDoubted: false,
  isClockDoubted: false,
  answeredSince: Number.NEGATIVE_INFINITY,
  silentSince: Number.NEGATIVE_INFINITY,
};

/** The next state of the gate. Pure: the clock comes in the event, the randomness as an argument. */
export function advanceGate(state: GateState, event: GateEvent, random: Randomness): GateState {
  switch (event.type) {
    case 'settings-changed':
      return afterSettings(state, event);
    case 'wake':
      return { ...state, gate: woken(state.gate, event.now, event.byHand) };
    case 'slept':
      return { ...state, gate: slept(state.gate, event.now, event.lasted) };
    case 'outcome':
      return counted(state, afterOutcome(heard(state, event), event, random), event);
  }
}

/** How many more saves may be sent now, with `underWay` of them already on their way. */
export function capacityLeft(gate: Gate, now: number, underWay: number): number {
  if (gate.kind === 'passing') return Math.max(0, gate.capacity - underWay);
  return passesAt(gate) <= now && underWay === 0 ? 1 : 0;
}

function afterSettings(
  { gate }: GateState,
  { now, isOtherApp }: Extract<GateEvent, { type: 'settings-changed' }>,
): GateState {
  const anew = { ...UNPROVED, newSince: now, settingsSince: now };
  return gate.kind === 'banned' && !isOtherApp ? { ...anew, gate } : anew;
}

/** Only an answer that is a verdict on one save, and not on everybody's, shows that what has stopped the queue is over. */
function counted(before: GateState, after: GateState, event: OutcomeEvent): GateState {
  const { outcome, startedAt, isEverybodys } = event;
  const isVerdict = ['accepted', 'rejected', 'unknown', 'later'].includes(outcome.class);
  if (isVerdict && !isEverybodys) {
    const passedSince = Math.max(before.stops.passedSince, startedAt);
    return { ...after, stops: { ...UNPROVED.stops, passedSince } };
  }
  const { gate, stops } = after;
  if (gate === before.gate) return after;
  if (gate.kind === 'unreachable')
    return { ...after, stops: { ...stops, away: gate.failures, isDoubtful: true } };
  if (gate.kind !== 'paused') return after;
  const isDoubtful = stops.isDoubtful || gate.cause === 'rejections';
  return {
    ...after,
    stops: { ...stops, paused: [...new Set([...stops.paused, gate.cause])], isDoubtful },
  };
}

function heard(state: GateState, event: OutcomeEvent): GateState {
  const { outcome, startedAt, isEverybodys, putOff = null } = event;
  // What everybody is answered says of nobody's save how it stands: no more than a silence does. Nor does a call that was put off.
  if (outcome.class === 'unreachable' || isEverybodys || putOff !== null) return state;
  return { ...state, answeredSince: Math.max(state.answeredSince, startedAt) };
}

/**
 * The silence is one save's own, and no other was met since the gateway was heard last: two in a row may be an outage
 * that has begun, also where each of the two was silent before.
 */
function isOneSavesOwn({ gate, answeredSince, silentSince }: GateState, event: OutcomeEvent) {
  return gate.kind === 'passing' && event.isOwnFault && answeredSince > silentSince;
}

function afterOutcome(state: GateState, event: OutcomeEvent, random: Randomness): GateState {
  const { outcome, startedAt, now, putOff = null } = event;
  const { gate } = state;
  // What was sent before the gate stopped says nothing about the time since.
  const isOld = gate.kind !== 'passing' && startedAt < gate.since;
  switch (outcome.class) {
    case 'unreachable': {
      const silentSince = Math.max(state.silentSince, startedAt);
      if (isOld || isOneSavesOwn(state, event)) return { ...state, silentSince };
      return { ...state, silentSince, gate: away(state, event, random) };
    }
    case 'quota': {
      if (putOff !== null) return { ...state, gate: afterPutOff(gate, event, putOff, isOld) };
      const said = outcome.banSeconds === null ? DEFAULT_BAN_MS : outcome.banSeconds * 1_000;
      const asSaid = now + Math.max(MIN_BAN_MS, Math.min(said, MAX_BAN_MS));
      const until = gate.kind === 'banned' ? Math.max(asSaid, gate.until) : asSaid;
      return { ...answered(state), gate: { kind: 'banned', since: now, until } };
    }
    case 'configuration':
      return afterConfiguration(state, event, outcome, isOld);
    case 'clock': {
      if (outcome.replay) return afterBusy(state, event, isOld, random);
      if (startedAt < state.newSince) return state;
      if (!state.isClockDoubted) {
        // It says nothing of what everybody is answered: with the right time the same is asked at once.
        const stays = gate.kind === 'paused' || (gate.kind === 'unreachable' && gate.isBusy);
        const opened = stays ? gate : passed(gate, isOld);
        return { ...state, isClockDoubted: true, newSince: now, gate: opened };
      }
      return isOld ? state : { ...state, gate: paused(state, 'clock', event) };
    }
    case 'accepted':
    case 'rejected': {
      // A call that was signed before the settings changed says nothing about the key of now.
      const signedWell = state.signedWell || startedAt > state.settingsSince;
      return { ...answered(state), signedWell, gate: afterVerdict(state, event, isOld) };
    }
    case 'later':
      return afterBusy(state, event, isOld, random);
    case 'unknown':
      return { ...answered(state), gate: afterVerdict(state, event, isOld) };
  }
}

/**
 * The key that signed a call of `startedAt` signs well as far as is known: a single sign error is then the
 * fault of one save.
 */
export function isSignTrusted(state: GateState, startedAt = Number.POSITIVE_INFINITY): boolean {
  return state.signedWell && !state.isSignDoubted && startedAt > state.settingsSince;
}

/** Too busy for one save, which says nothing of the others; for everybody the platform is as good as away. */
function afterBusy(
  state: GateState,
  event: OutcomeEvent,
  isOld: boolean,
  random: Randomness,
): GateState {
  const { gate } = state;
  if (!event.isEverybodys) return { ...answered(state), gate: passed(gate, isOld) };
  return isOld ? state : { ...answered(state), gate: away(state, event, random) };
}

/**
 * A relay is there and has put this call off, so nothing is known of the platform: what stops the queue for a fault of
 * everybody goes on, and asks again when it may.
 */
function afterPutOff(gate: Gate, { startedAt, now }: OutcomeEvent, putOff: number, isOld: boolean) {
  const isOfEverybody = gate.kind === 'paused' || (gate.kind === 'unreachable' && gate.isBusy);
  if (!isOfEverybody) return passed(gate, isOld);
  return { ...gate, lastTryAt: startedAt, probeAt: now + Math.max(MIN_BAN_MS, putOff) };
}

/** The gateway has looked at a save; where everybody gets the same answer, that is no reason to go on. */
function afterVerdict(state: GateState, event: OutcomeEvent, isOld: boolean): Gate {
  const { gate } = state;
  if (!event.isEverybodys) return passed(gate, isOld);
  return isOld ? gate : paused(state, 'rejections', event);
}

function afterConfiguration(
  state: GateState,
  event: OutcomeEvent,
  outcome: Extract<Outcome, { class: 'configuration' }>,
  isOld: boolean,
): GateState {
  const { startedAt, now, isOwnFault } = event;
  if (startedAt < state.newSince) return state;
  if (isOwnFault && outcome.atFirst === 'blame-save') return { ...state, isSignDoubted: true };
  if (isOwnFault) return { ...state, gate: passed(state.gate, isOld) };
  if (outcome.atFirst === 'ask-again' && !state.isSessionDoubted) {
    return { ...state, isSessionDoubted: true, newSince: now };
  }
  // It must not take the place of a ban, or of another pause, that came after the call had left.
  if (isOld) return state;
  return { ...state, gate: paused(state, 'configuration', event) };
}

function answered(state: GateState): GateState {
  return { ...state, isSessionDoubted: false, isClockDoubted: false, isSignDoubted: false };
}

/** The first answer lets a stopped gate pass a little; every further one doubles the capacity. */
function passed(gate: Gate, isOld: boolean): Gate {
  if (isOld) return gate;
  if (gate.kind !== 'passing') return { kind: 'passing', capacity: 1 };
  return { kind: 'passing', capacity: Math.min(MAX_CAPACITY, gate.capacity * 2) };
}

/** Asked again and again, ever more rarely: nobody is there, or nobody has time. */
function away(
  { gate: before, stops }: GateState,
  { outcome, startedAt, now }: OutcomeEvent,
  random: Randomness,
): Gate {
  const failures = stops.away + 1;
  const proxy = outcome.class === 'unreachable' ? proxyProblemOf(outcome.code) : null;
  return {
    kind: 'unreachable',
    since: before.kind === 'unreachable' ? before.since : now,
    failures,
    lastTryAt: startedAt,
    probeAt: now + backoff(PROBE_SCHEDULE, failures, random),
    isBusy: outcome.class !== 'unreachable',
    ...(proxy !== null && { proxy }),
  };
}

function paused(
  { stops }: GateState,
  cause: PauseCause,
  { outcome, startedAt, now }: OutcomeEvent,
): Gate {
  const { code, subCode } = outcome;
  const codes: AnswerCodes = { code, subCode };
  const isRare = stops.paused.includes(cause) || cause === 'clock';
  const probeAt = now + (isRare ? PAUSE_PROBE_INTERVAL_MS : FIRST_PAUSE_PROBE_MS);
  const problem = outcome.class === 'configuration' ? outcome.problem : null;
  return { kind: 'paused', since: now, cause, codes, problem, lastTryAt: startedAt, probeAt };
}
