import type { KnownMember } from '../../app/ipc/registration.ts';
import { EMPTY_MEMBER, type MemberInput } from '../../app/member/memberSchema.ts';
import type { Comparison } from '../../app/outbox/comparison.ts';
import { advanceRegistration } from './advanceRegistration.ts';
import { type Counter, newRegistration, type Question, type Registration } from './registration.ts';
import type { RegistrationEffect, RegistrationEvent } from './registrationEvents.ts';

export const COUNTER: Counter = {
  operatorId: 'o-1',
  operatorIds: ['o-1', 'o-2'],
  brandId: 'b-1',
  noticeVersion: 'v1',
};

export const CHANGED: Comparison = {
  changes: [{ field: 'name', from: { kind: 'mask', text: 'L*' }, to: 'Alice' }],
  asksWhose: ['name'],
};

/** How a draft comes: before any hand, or when somebody may be under way already. */
export const AT_ONCE = { mayComeIn: true, isBehindLock: false, now: 0 };
export const LATE = { mayComeIn: false, isBehindLock: false, now: 0 };

export const MOBILE = '18651822226';

export function typed(values: Partial<MemberInput>): MemberInput {
  return { ...EMPTY_MEMBER, ...values };
}

/** What a form holds after this, field by field as the page writes it. */
function* written(
  effect: RegistrationEffect,
  valuesNow: () => MemberInput,
): Generator<RegistrationEvent> {
  let fields: Partial<MemberInput> = {};
  if (effect.kind === 'complete') fields = effect.values;
  if (effect.kind === 'empty')
    fields = Object.fromEntries(effect.fields.map((name) => [name, EMPTY_MEMBER[name]]));
  for (const [name, value] of Object.entries(fields))
    yield { type: 'edited', values: { ...valuesNow(), [name]: value } };
}

/** A registration with what it has asked for, and a page that shows it; ids are `id-0`, `id-1`, … */
export function atCounter(counter = COUNTER) {
  let minted = 0;
  const mint = () => `id-${minted++}`;
  const counterNow = { ...counter };
  const till = {
    state: newRegistration(mint()) as Registration,
    /** What the last event asked for. */
    effects: [] as readonly RegistrationEffect[],
    /** Everything that was ever asked for. */
    all: [] as RegistrationEffect[],
    counter: counterNow,
    get id() {
      return till.state.form.requestId;
    },
    get values() {
      return till.state.form.values;
    },
    stores: () => till.all.flatMap((effect) => (effect.kind === 'store' ? [effect.request] : [])),
    kinds: () =>
      till.effects.map((effect) => (effect.kind === 'draft' ? `draft ${effect.act}` : effect.kind)),
    does(...events: RegistrationEvent[]) {
      for (const event of events) {
        const turn = advanceRegistration(till.state, event, { counter: counterNow, mint });
        till.state = turn.state;
        till.all.push(...turn.effects);
        for (const effect of turn.effects)
          for (const next of written(effect, () => till.values)) till.does(next);
        if (turn.effects.some(({ kind }) => kind === 'lock')) till.does({ type: 'locked' });
        for (const effect of turn.effects)
          if (effect.kind === 'operator') counterNow.operatorId = effect.operatorId;
        till.effects = turn.effects;
      }
      return till;
    },
    /** The page begins anew: nothing is left but what main brings back. */
    restarts() {
      till.state = newRegistration(mint());
      return till;
    },
    types: (values: Partial<MemberInput>) =>
      till.does({ type: 'edited', values: typed({ ...till.values, ...values }) }),
    agrees: (at = 1) => till.does({ type: 'consent-toggled', at }),
    /** Presses save, and the form is right. */
    saves: (now = 10_000) => {
      till.does({ type: 'save-pressed', values: till.values, now });
      return till.does({ type: 'validated', requestId: till.id, wrong: null });
    },
    /** What main was asked about a number or a code, the last question last. */
    questions: (mobile = MOBILE) =>
      till.all.flatMap((effect) =>
        effect.kind === 'look-up' && isAbout(effect.question, mobile) ? [effect.question] : [],
      ),
    /** Main answers the last question about the number; one that was never asked is nobody's. */
    finds: (requestId: string | null, mobile = MOBILE, state: KnownMember['state'] = 'accepted') =>
      till.does({
        type: 'looked-up',
        question: till.questions(mobile).at(-1) ?? { kind: 'asking', mobile },
        member: requestId === null ? null : { ...knownMember(requestId), state },
      }),
    /** What main was asked to compare. */
    comparisons: () =>
      till.all.flatMap((effect) => (effect.kind === 'compare' ? [effect.request] : [])),
    /** Main says what the correction would change: the last one that it was asked about, or another one. */
    compares: (comparison: Comparison = CHANGED, request = till.comparisons().at(-1)) =>
      request === undefined ? till : till.does({ type: 'compared', request, comparison }),
    confirms: () => till.does({ type: 'correction-confirmed', requestId: till.id }),
    isStored: (now = 10_000) =>
      till.does({
        type: 'stored',
        requestId: till.id,
        saved: { requestId: till.id, slip: 'S-1', uncorrected: null, since: null },
        now,
      }),
  };
  return till;
}

/** `text`: a whole phone number, or a member code. */
function isAbout(question: Question, text: string): boolean {
  return ('mobile' in question ? question.mobile : question.outerId) === text;
}

export function knownMember(requestId: string) {
  return {
    requestId,
    slip: `S-${requestId}`,
    registeredAt: 1,
    masked: { mobile: '186****2226', name: 'L*' },
    state: 'accepted' as const,
  };
}

export function correctionDraft(requestId: string, member: Partial<MemberInput>) {
  return {
    requestId,
    slip: `S-${requestId}`,
    member: typed(member),
    heldReason: null,
    madeFor: '',
    code: '',
    subCode: '',
    text: '',
    traceId: '',
    busyHours: null,
  };
}

export function restoredDraft(requestId: string | null, member: Partial<MemberInput>, at = 1) {
  return {
    requestId,
    operatorId: 'o-2',
    member: typed(member),
    consent: { at, brandId: 'b-1', noticeVersion: 'v1', operatorId: 'o-1', marketing: false },
    correcting: null,
    chosen: null,
    isLocked: false,
    age: 0,
  };
}
