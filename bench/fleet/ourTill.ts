import type { Outcome } from '../../app/gateway/outcome.ts';
import { createSave } from '../../app/outbox/createSave.ts';
import { isStale } from '../../app/outbox/doubt.ts';
import { PersonQueue } from '../../app/outbox/personQueue.ts';
import { isUnfinished, type Save } from '../../app/outbox/save.ts';
import { markSending, recover, settle } from '../../app/outbox/transitions.ts';
import { ReplayPolicy } from '../../app/replay/replayPolicy.ts';
import { GatewayClock } from '../../main/gateway/gatewayClock.ts';
import type { FleetCall, SimulatedTill } from './simulatedTill.ts';

export interface OurTillOptions {
  saves: number;
  /** How long the gateway has been away before the simulation begins (ms). */
  outage: number;
  phase: number;
  budget: number | null;
  random: () => number;
  /** The till's own clock, ms since 1970. */
  wallClock: () => number;
}

const down: Outcome = {
  class: 'unreachable',
  mayHaveArrived: false,
  code: '',
  subCode: '',
  text: '',
  traceId: '',
};

/** A till with the program's own rules: policy, queue, transitions, gateway clock. Only the disk is missing. */
export class OurTill implements SimulatedTill {
  readonly lost = 0;
  readonly #options: OurTillOptions;
  readonly #saves = new Map<number, Save>();
  readonly #queue = new PersonQueue();
  #gatewayClock: GatewayClock;
  #policy: ReplayPolicy;
  #underWay = 0;
  #life = 0;
  readonly #lives = new WeakMap<FleetCall, number>();

  constructor(options: OurTillOptions) {
    this.#options = options;
    this.#gatewayClock = new GatewayClock(options.wallClock, options.wallClock);
    this.#policy = this.#newPolicy(-options.outage);
    for (let sequence = 1; sequence <= options.saves; sequence += 1) this.#add(sequence);
    const [first] = this.#saves.values();
    if (first === undefined) return;
    this.#policy.began(-options.outage);
    this.#policy.answered(first, down, -options.outage, -options.outage);
  }

  reconnect(now: number): void {
    this.#policy.wake(now, false);
  }

  register(now: number): number {
    const save = this.#add(this.#saves.size + 1);
    this.#policy.prioritize(save, now);
    return save.sequence;
  }

  send(now: number): { calls: FleetCall[]; nextAt: number | null } {
    const isLeftAlone = (save: Save) => isStale(save, this.#gatewayClock.now());
    const choice = this.#policy.next(this.#queue, now, this.#underWay, isLeftAlone);
    const calls = choice.ready.map((save) => {
      const said = this.#policy.said(save, this.#queue, now);
      const startedAt = this.#policy.began(now, said.urgency);
      this.#keep(markSending(save, this.#gatewayClock.now()));
      this.#underWay += 1;
      const timestamp = this.#gatewayClock.now();
      const call: FleetCall = {
        key: save.sequence,
        startedAt,
        timestamp,
        said: this.#policy.isRelay ? said : null,
      };
      this.#lives.set(call, this.#life);
      return call;
    });
    return { calls, nextAt: choice.nextDueIn === null ? null : now + choice.nextDueIn };
  }

  answered(
    call: FleetCall,
    outcome: Outcome,
    date: number,
    now: number,
    next: number | null,
  ): void {
    const sending = this.#saves.get(call.key);
    if (this.#lives.get(call) !== this.#life || sending === undefined) return;
    this.#underWay -= 1;
    this.#gatewayClock.learn(new Date(date).toUTCString());
    const judgement = this.#policy.answered(sending, outcome, call.startedAt, now, next);
    const context = {
      now: this.#gatewayClock.now(),
      random: this.#options.random,
      ...judgement,
    };
    const save = settle(sending, outcome, context);
    this.#keep(save);
    const wait = save.nextAttemptAt === null ? null : save.nextAttemptAt - context.now;
    this.#policy.settled(save, wait, now);
  }

  reboot(now: number): void {
    this.#life += 1;
    this.#underWay = 0;
    // These clocks are wrong, but do not jump.
    this.#gatewayClock = new GatewayClock(this.#options.wallClock, this.#options.wallClock);
    this.#policy = this.#newPolicy(now);
    for (const save of this.#queue.values()) this.#keep(recover(save, this.#options.wallClock()));
  }

  #newPolicy(now: number): ReplayPolicy {
    const { random, phase, budget } = this.#options;
    return new ReplayPolicy({ random, phase, budget: () => budget }, now, 0);
  }

  #add(sequence: number): Save {
    const save = createSave({
      requestId: String(sequence),
      sequence,
      brandId: '',
      shopId: null,
      app: null,
      sealedBody: '',
      contentKey: null,
      identityKeys: [String(sequence)],
      masked: { mobile: '', name: '' },
      operatorId: '',
      createdAt: this.#options.wallClock(),
      correctionOf: null,
      consent: null,
    });
    this.#keep(save);
    return save;
  }

  #keep(save: Save): void {
    this.#saves.set(save.sequence, save);
    if (isUnfinished(save)) this.#queue.put(save);
    else this.#queue.remove(save);
  }
}
