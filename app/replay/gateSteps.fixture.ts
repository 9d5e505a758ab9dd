import type { Outcome } from '../gateway/outcome.ts';
import type { Judgement } from '../outbox/transitions.ts';
import { advanceGate, type GateState, isSignTrusted } from './gate.ts';
import { passesAt } from './gateKinds.ts';

export const words = { code: '', subCode: '', text: '', traceId: '' };
export const down: Outcome = { ...words, class: 'unreachable', mayHaveArrived: true };
export const accepted: Outcome = { ...words, class: 'accepted', customerId: null };
export const random = () => 0.999;
export const following = (
  state: GateState,
  outcome: Outcome,
  now: number,
  startedAt = now,
  judged: Partial<Judgement> = {},
) => {
  // As the policy judges it: a wrong sign is one save's own where the key is trusted.
  const isOwnFault = outcome.code === '25' && isSignTrusted(state, startedAt);
  const judgement = { isOwnFault, isEverybodys: false, ...judged };
  return advanceGate(state, { type: 'outcome', outcome, startedAt, now, ...judgement }, random);
};
export const untilPassing = (state: GateState) =>
  state.gate.kind === 'passing' ? 0 : passesAt(state.gate);
