import type { Outcome } from '../gateway/outcome.ts';
import { aSave } from '../outbox/aSave.fixture.ts';
import { PersonQueue } from '../outbox/personQueue.ts';
import type { Save } from '../outbox/save.ts';
import { ReplayPolicy } from './replayPolicy.ts';

/** A till without clock, disk or socket: the policy and its queue, moved by hand. */
export class PolicyTill {
  readonly queue = new PersonQueue();
  readonly policy: ReplayPolicy;
  budget: number | null;
  constructor(budget: number | null = null, phase = 0.5, backlogAge = 0) {
    this.budget = budget;
    const options = { random: () => 0.5, phase, budget: () => this.budget };
    this.policy = new ReplayPolicy(options, 0, backlogAge);
  }
  add(...sequences: number[]): Save[] {
    const saves = sequences.map((sequence) => aSave({ sequence, identityKeys: [`m${sequence}`] }));
    for (const save of saves) this.queue.put(save);
    return saves;
  }
  next(now: number, underWay = 0) {
    const { ready, nextDueIn } = this.policy.next(this.queue, now, underWay, () => false);
    return { sequences: ready.map((save) => save.sequence), nextDueIn };
  }
  /** A call that leaves at `startedAt` and is answered. */
  answer(outcome: Outcome, startedAt: number, now = startedAt, save = aSave()) {
    this.policy.began(startedAt);
    return this.policy.answered(save, outcome, startedAt, now);
  }
}
