import { type Call, customerSaveArgument, paramOf } from '../platform/protocol/call.ts';
import { SeenSigns } from '../platform/protocol/seenSigns.ts';
import { readCustomerSave } from './business/customerArguments.ts';
import { CustomerDesk } from './business/customerDesk.ts';
import type { RequestEntry } from './business/ledger.ts';
import { FaultRules } from './faults/faultRules.ts';
import type { PlainAction } from './faults/faultSchema.ts';
import type { AppRegistration } from './protocol/checkContext.ts';
import { firstRefusal } from './protocol/checkOrder.ts';
import { peekIdentity } from './protocol/peekIdentity.ts';
import { Quota } from './protocol/quota.ts';
import { temperamentOf } from './temperament.ts';
import { faultAfterSave, faultBeforeGateway, faultInsteadOfSave } from './wire/applyFault.ts';
import { type Delivery, summarise } from './wire/delivery.ts';

/** A delivery, and whether the fault that was due shaped it. */
interface Decision {
  delivery: Delivery;
  faulted: boolean;
}

/** The gateway without its sockets: takes calls, decides what goes back, keeps the books. */
export class Gateway {
  readonly faults = new FaultRules();
  readonly desk = new CustomerDesk();
  private readonly quota = new Quota();
  private readonly seenSigns = new SeenSigns();
  private readonly app: AppRegistration;
  private readonly now: () => number;

  /** `now` is in milliseconds since 1970. */
  constructor(app: AppRegistration, now: () => number) {
    this.app = app;
    this.now = now;
  }

  /** The clock that the gateway shows to the world, in milliseconds since 1970. */
  time(): number {
    return this.now() + (this.faults.settings().clockOffsetSeconds ?? 0) * 1000;
  }

  /** Takes one call. `wait` is used by slow answers only, in milliseconds. */
  async serve(call: Call, wait: (milliseconds: number) => Promise<void>): Promise<Delivery> {
    const identity = peekIdentity(paramOf(call, customerSaveArgument));
    const entry = this.log(call, identity.requestId);
    const ticket = this.faults.take({ ...identity, onReusedConnection: call.onReusedConnection });
    const slow = ticket?.action.type === 'slow' ? ticket.action : undefined;
    const action = ticket?.action.type === 'slow' ? ticket.action.then : ticket?.action;

    if (slow?.lateEffect) await wait(slow.milliseconds);
    const { delivery, faulted } = this.decide(call, action);
    entry.answer = summarise(delivery);
    if (faulted && action) entry.faulted = action.type;
    else if (slow) entry.faulted = 'slow';
    else ticket?.giveBack();
    if (slow && !slow.lateEffect) await wait(slow.milliseconds);
    return delivery;
  }

  /** Back to the first moment: no effects, no faults, no bans, no memory of ids or signs. */
  reset(): void {
    this.faults.install({ rules: [] });
    this.desk.reset();
    this.quota.reset();
    this.seenSigns.forgetAll();
  }

  private decide(call: Call, fault: PlainAction | undefined): Decision {
    const early = fault && faultBeforeGateway(fault);
    if (early) return { delivery: early, faulted: true };

    const settings = this.faults.settings();
    const bannedBefore = this.quota.isBanned(this.now());
    const refusal = firstRefusal(call, {
      app: this.app,
      now: this.now(),
      gatewayTime: this.time(),
      seenSigns: this.seenSigns,
      quota: this.quota,
      settings,
      fault,
    });
    if (refusal) {
      const byBan = fault?.type === 'ban' && refusal.code === 7 && !bannedBefore;
      const bySession = fault?.type === 'expireSession' && refusal.code === 27;
      return plain({ kind: 'error', refusal }, byBan || bySession);
    }

    const body = paramOf(call, customerSaveArgument) ?? '';
    const temperament = temperamentOf(settings.temperament);
    const read = readCustomerSave(body || undefined, temperament.emptyText);
    if ('refusal' in read) return plain({ kind: 'error', refusal: read.refusal }, false);

    const instead = fault && faultInsteadOfSave(fault);
    if (instead) return { delivery: instead, faulted: true };

    const { forgetIdsAfterSeconds } = settings;
    const idLifetime =
      forgetIdsAfterSeconds === undefined ? undefined : forgetIdsAfterSeconds * 1000;
    const { save, emptied } = read;
    const circumstances = { now: this.now(), idLifetime, temperament, emptied };
    const done = this.desk.save(save, body, circumstances);
    const answer =
      done.kind === 'success' && temperament.result === 'true'
        ? { ...done, customerId: 'true' }
        : done;
    const late = fault && answer.kind === 'success' ? faultAfterSave(fault, answer) : undefined;
    return late ? { delivery: late, faulted: true } : plain(answer, false);
  }

  private log(call: Call, requestId: string | undefined): RequestEntry {
    const entry: RequestEntry = {
      at: this.now(),
      paramsIn: call.paramsIn,
      onReusedConnection: call.onReusedConnection,
    };
    const sign = call.params.get('sign');
    const timestamp = call.params.get('timestamp');
    const bodyText = call.params.get(customerSaveArgument);
    if (requestId !== undefined) entry.requestId = requestId;
    if (sign !== undefined) entry.sign = sign;
    if (timestamp !== undefined) entry.timestamp = timestamp;
    if (bodyText !== undefined) entry.bodyText = bodyText;
    this.desk.ledger.requests.push(entry);
    return entry;
  }
}

function plain(answer: Extract<Delivery, { how: 'answer' }>['answer'], faulted: boolean): Decision {
  return { delivery: { how: 'answer', answer }, faulted };
}
