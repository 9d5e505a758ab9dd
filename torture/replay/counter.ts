import { platformApp } from '../../app/gateway/platformApp.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import type { Intention } from '../../main/outbox/intention.ts';
import type { Expectations } from './expectations.ts';
import type { Belonging } from './places.ts';
import { pressAgain } from './pressAgain.ts';
import type { Till } from './process.ts';

const origin = { shopId: '20', operatorId: '30' };

interface CounterOptions {
  expectations: Expectations;
  /** The till's clock, ms since 1970. */
  now: () => number;
  /** What the settings are of, and with what they sign. */
  settings: { belonging: () => Belonging; account: () => GatewayAccount };
}

/** What people do at the till: the cashier's saves, and what cashier and manager decide, as the window's calls make them. */
export class Counter {
  readonly intentions: Intention[] = [];
  readonly #expectations: Expectations;
  readonly #now: () => number;
  readonly #settings: CounterOptions['settings'];

  constructor({ expectations, now, settings }: CounterOptions) {
    this.#expectations = expectations;
    this.#now = now;
    this.#settings = settings;
  }

  pressAgain(till: Till, which: number, isOther: boolean): void {
    const intention = this.intentions[which % Math.max(1, this.intentions.length)];
    if (intention === undefined) return;
    // Not waited for: the first press may still be on its way to the disk.
    void pressAgain(till, intention, isOther).then((problem) => {
      if (problem !== null) this.#expectations.broken.push(problem);
    });
  }

  save({ outbox, replayer }: Till, member: Member, corrected: string | null): void {
    const intention = this.intend(member, corrected);
    const { requestId } = intention;
    void outbox.intake.enqueue(intention).then((result) => {
      if (!result.ok) return;
      this.#expectations.acknowledged(requestId);
      replayer.prioritize(result.save);
    });
  }

  /** So many people of whom nobody is seen again. */
  crowd(till: Till, people: number): void {
    for (let person = 0; person < people; person += 1) {
      const mobile = `139${String(this.intentions.length).padStart(8, '0')}`;
      this.save(till, { mobile }, null);
    }
  }

  /** Somebody fills the form. */
  intend(member: Member, corrected: string | null): Intention {
    const requestId = idOf(this.intentions.length + 1);
    const { brand } = this.#settings.belonging();
    // In another brand the same number is another customer.
    const keys = [member.mobile ?? [], member.outerId ?? []].flat().map((key) => `${brand} ${key}`);
    this.#expectations.intended(requestId, keys, corrected, this.#now());
    const intention: Intention = {
      requestId,
      origin: { ...origin, brandId: brand },
      member: { ...member, remark: `save ${this.intentions.length + 1}` },
      app: platformApp(this.#settings.account()),
      correctionOf: corrected,
      consent: null,
    };
    this.intentions.push(intention);
    return intention;
  }

  manage(
    which: number,
    decision: 'requeue' | 'send again' | 'discard' | 'correct',
    till: Till,
  ): void {
    const chosen = this.intentions[which % Math.max(1, this.intentions.length)];
    const save = till.outbox.saves.find(chosen?.requestId ?? '');
    if (chosen === undefined || save === undefined) return;
    if (decision !== 'correct') this.#decide(till, chosen.requestId, decision);
    else if (save.state === 'held' && save.brandId === this.#settings.belonging().brand)
      this.save(till, chosen.member, chosen.requestId);
  }

  /** As the handlers of the window's calls do it. */
  #decide(
    { outbox, replayer }: Till,
    requestId: string,
    decision: 'requeue' | 'send again' | 'discard',
  ): void {
    this.#expectations.asked(requestId, decision);
    const decide = {
      discard: () => outbox.decisions.discard(requestId, 'manager'),
      requeue: () => outbox.decisions.requeue(requestId),
      'send again': () => outbox.decisions.sendAgain(requestId),
    };
    void decide[decision]().then((save) => {
      this.#expectations.decided(requestId);
      if (save === null) return;
      if (decision === 'discard') return replayer.wake('answer');
      this.#expectations.requeued(requestId);
      replayer.prioritize(save);
    });
  }

  /** As the handlers of the window's calls do it, with all that is held of one other app. */
  decideForAll(decision: 'go on' | 'discard', till: Till): void {
    const [group] = till.outbox.apps.otherApps();
    if (group === undefined) return;
    const ids = till.outbox.apps.heldOf(group).map(({ requestId }) => requestId);
    if (decision === 'discard') {
      for (const requestId of ids) this.#decide(till, requestId, 'discard');
      return;
    }
    for (const requestId of ids) this.#expectations.asked(requestId, 'go on');
    void till.outbox.apps.goOn(group).then(() => {
      for (const requestId of ids) this.#expectations.goneOn(requestId);
      till.replayer.wake('answer');
    });
  }
}

export function idOf(number: number): string {
  return String(number).padStart(32, '0');
}

export function memberOf(mobile: number | null, outer: number | null): Member {
  return {
    ...(mobile === null ? {} : { mobile: `1380013800${mobile}` }),
    ...(outer === null ? {} : { outerId: `outer-${outer}`, outerType: 'wechat' as const }),
  };
}
