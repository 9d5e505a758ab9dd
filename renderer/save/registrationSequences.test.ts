import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Draft } from '../../app/draft/draft.ts';
import type { RegisterRequest } from '../../app/ipc/bridge.ts';
import type { RestoredDraft } from '../../app/ipc/restoredDraft.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { Comparison } from '../../app/outbox/comparison.ts';
import { atCounter, correctionDraft, knownMember, restoredDraft } from './atCounter.fixture.ts';
import { draftOf } from './draftOf.ts';
import type { ErasedPerson } from './erasedPerson.ts';
import { worthKeeping } from './putAside.ts';
import { correctionOf, isEmpty, knownOf, type Registration } from './registration.ts';
import type { RegistrationEffect, RegistrationEvent } from './registrationEvents.ts';

/*
 * Customers come one after the other. Everything that belongs to one carries his number: phone, name, remark, the time
 * of his tick, and the saves that his number or the queue know. A hand sees only what the form shows, and may mistype a
 * number; answers come in any order, late, twice or never. Who is known by a number is somebody else than who stands
 * there: what that member was registered with may go into a correction of that very member, and nowhere else.
 */

const MISTYPED = 4_000;
const REGISTERED = 10_000;
const BY_CODE = 20_000;

/** `number`: the customer, or so much more where it is mistyped. */
const mobileOf = (number: number) => `1390000${String(1_000 + number)}`;
const numberIn = (mobile: string) => Number(mobile.replaceAll(' ', '').slice(7)) - 1_000;
const nameOf = (customer: number) => `name ${customer}`;
const codeOf = (customer: number) => `code-${customer}`;
const endOf = (text: string) => Number(/\d+$/.exec(text)?.[0]);

/** Whose the values are: the numbers of all customers, and of members who are not corrected, that are found in them. */
function customersIn(values: MemberInput, corrected: string | null): Set<number> {
  const found = new Set<number>();
  if (values.mobile !== '') found.add(numberIn(values.mobile) % MISTYPED);
  for (const text of [values.name, values.remark, values.birthday, values.outerId]) {
    if (text === '') continue;
    const owner = endOf(text);
    const isOfCorrected = owner >= REGISTERED && corrected === `known-${owner - REGISTERED}`;
    if (!isOfCorrected) found.add(owner);
  }
  return found;
}

function customersOf(request: RegisterRequest): Set<number> {
  const { member, consent, correctionOf } = request;
  const found = customersIn(member, correctionOf);
  if (consent !== null) found.add(consent.at);
  if (correctionOf !== null && !correctionOf.startsWith('id-'))
    found.add(endOf(correctionOf) % MISTYPED);
  return found;
}

/** What main says that a correction would change, which is told by its content. */
function changing({ member }: RegisterRequest): Comparison {
  const to = JSON.stringify(member);
  return { changes: [{ field: 'remark', from: { kind: 'erased' }, to }], asksWhose: [] };
}

/** A till's main process; one id is one content. */
class Main {
  readonly #saved = new Map<string, { content: string; customer: number }>();

  /** False where the id stands for other content already. */
  register(request: RegisterRequest): boolean {
    const content = JSON.stringify([request.member, request.correctionOf]);
    const before = this.#saved.get(request.requestId);
    if (before !== undefined) return before.content === content;
    const [customer = -1] = customersOf(request);
    this.#saved.set(request.requestId, { content, customer });
    return true;
  }

  /** False where the save was made here and was erased since. */
  canRead(requestId: string): boolean {
    return !requestId.startsWith('id-') || this.#saved.has(requestId);
  }

  /** The values that the save was made with, or what somebody was registered with before. */
  valuesOf(requestId: string): Partial<MemberInput> {
    const save = this.#saved.get(requestId);
    if (save !== undefined) return (JSON.parse(save.content) as [MemberInput])[0];
    const owner = REGISTERED + endOf(requestId);
    return {
      name: nameOf(owner),
      birthday: `${owner}`,
      outerId: codeOf(owner),
      outerType: 'alipay',
      remark: `remark ${owner}`,
    };
  }

  /** What comes back of a form that nobody has saved: under its id, unless that was saved already. */
  restore(draft: Draft): RestoredDraft {
    const { requestId, correctionOf, chosen: named, ...left } = draft;
    const correcting =
      correctionOf === null ? null : correctionDraft(correctionOf, this.valuesOf(correctionOf));
    const isSaved = this.#saved.has(requestId);
    const chosen = named && {
      mobile: named.mobile,
      decided: named.decided,
      member: { ...knownMember(named.requestId), state: 'pending' as const },
    };
    return { ...left, requestId: isSaved ? null : requestId, correcting, chosen, age: 0 };
  }

  /** Nothing of a customer's saves is left; gives their ids. */
  forget(customer: number): string[] {
    const theirs = [...this.#saved].filter(([, save]) => save.customer === customer);
    for (const [id] of theirs) this.#saved.delete(id);
    return theirs.map(([id]) => id);
  }

  idOf(customer: number): string | undefined {
    return [...this.#saved].find(([, save]) => save.customer === customer)?.[0];
  }
}

/** What may happen next, the likelier the more often it stands here: a save comes to its end, or is crossed. */
const FREE =
  'mobile mobile mobile code code name left remark empty tick tick save save save save clear undo valid answer refuse correct restore ' +
  'refused again key text marketing lock expire crash erase records mistyped looked-up looked-up looked-up looked-up looked-up looked-up';
const KNOWN =
  'known known read read read read unread save save save save save save tick name name remark mobile code mistyped empty clear ' +
  'undo lock marketing brand crash crash erase records';
const BUSY =
  'valid valid valid valid looked-up looked-up patience patience answer answer answer lost wrong refused again save ' +
  'mobile clear undo tick known refuse correct restore marketing compared compared same yes yes no other lock lock ' +
  'expire read read unread brand erase records';

/** No hand gets past the lock; answers do. */
const LOCKED =
  'valid looked-up patience answer lost wrong refused again read unread compared same correct restore expire ' +
  'erase records unlock unlock unlock unlock unlock unlock unlock unlock unlock unlock';

/** What a hand does in the form; the page hears of the hand before. A press of "save" says so itself. */
const IN_FORM = new Set(
  'mobile mistyped name remark left empty tick clear undo refuse known marketing correct text'.split(
    ' ',
  ),
);

/** What somebody may say of a correction. */
const SAID = {
  yes: 'correction-confirmed',
  no: 'correction-left',
  other: 'correction-added',
} as const;

/** One till, whoever stands before it, and what it has been asked and not told yet. */
class Scene {
  readonly till = atCounter();
  readonly #main = new Main();
  /** Who stands there now, and the last one who came. */
  #customer = 0;
  #newest = 0;
  #now = 0;
  /** Who was at the till before the form came in that came last from before a crash. */
  #before = '';
  /** The ids under which somebody has said yes to a correction, also under a second one after a lost answer. */
  readonly wanted = new Set<string>();
  /** The forms for which it could not be read what their member was registered with. */
  readonly #unread = new Set<string>();
  /** Customers of a locked screen, whom nobody may see who has not unlocked. */
  readonly #hidden = new Set<number>();
  /** An answer may come twice. */
  readonly #asked: RegistrationEffect[] = [];

  act(choice: number, pick: number): void {
    this.#now += pick;
    const names = this.#likely().split(' ');
    const name = names[choice % names.length] ?? '';
    if (IN_FORM.has(name)) this.#happens({ type: 'hand-came', now: this.#now });
    const event = name === 'crash' ? this.#crash(pick) : this.#eventOf(name, pick);
    if (event !== null) this.#happens(event);
  }

  #happens(event: RegistrationEvent): void {
    const { form: before } = this.till.state;
    const { operatorId } = this.till.counter;
    const stateBefore = this.till.state;
    this.till.does(event);
    if (event.type === 'person-erased') this.#forgets(stateBefore, event.person);
    const { cameIn } = this.till.state.form;
    if (cameIn !== null && cameIn !== before.cameIn) this.#before = operatorId;
    if (event.type === 'hand-came' && this.till.kinds().includes('fill'))
      expect(this.till.counter.operatorId, 'it takes with it whom it has brought').toBe(
        this.#before,
      );
    if (event.type === 'correction-confirmed' || this.till.state.form.apartFrom !== null)
      this.wanted.add(this.till.id);
    const isGone = !isEmpty(before) && isEmpty(this.till.state.form);
    if (isGone && event.type === 'stored') expect(event.requestId).toBe(before.requestId);
    for (const effect of this.till.effects) {
      this.#asked.push(effect);
      if (effect.kind === 'compare') this.#emptiesNothing(effect.request);
      // Nobody is asked anew for the second id of what was pressed.
      if (effect.kind === 'store' && event.type !== 'not-stored')
        this.#isToldOfAll(effect.request, event);
      // The form shows somebody else's content, or is free for the next customer.
      if (effect.kind === 'fill') this.#customer = this.#shownCustomer() ?? this.#nextCustomer();
    }
    const { form } = this.till.state;
    const corrected = correctionOf(form);
    expect(customersIn(form.values, corrected).size).toBeLessThanOrEqual(1);
    if (corrected?.startsWith('known-')) {
      const isByNumber = form.choice !== null && 'mobile' in form.choice;
      const { mobile, outerId } = form.values;
      const number = isByNumber ? numberIn(mobile) : endOf(outerId);
      expect(number, 'the number, or the code, it was chosen for').toBe(endOf(corrected) % BY_CODE);
    }
    const { isLocked, aside, pending } = this.till.state;
    if (event.type === 'unlocked') this.#hidden.clear();
    if (!isLocked)
      for (const customer of customersIn(form.values, corrected))
        expect(this.#hidden, 'is shown to who has not unlocked').not.toContain(customer);
    if (pending?.step === 'confirming')
      expect(pending.comparison, 'is about this content').toEqual(changing(pending.request));
    if (!isLocked) return;
    expect(aside, 'whoever unlocks gets nobody else’s customer').toBeNull();
    expect(['comparing', 'confirming'], 'is asked about nothing').not.toContain(pending?.step);
  }

  /** Nobody whom the manager has erased is in any form, and nobody else has lost one. */
  #forgets({ form: before }: Registration, { saves, draft }: ErasedPerson): void {
    const { form, aside, interrupted, pending } = this.till.state;
    for (const one of [aside, ...interrupted, pending === null ? form : null])
      for (const id of saves)
        expect(JSON.stringify({ ...one, reading: null }), 'names them').not.toContain(`"${id}"`);
    const known = knownOf(before);
    const chosen = known?.choice === 'none' ? null : known?.member.requestId;
    const named = [before.requestId, before.correcting?.requestId, chosen];
    const isTheirs = before.requestId === draft || named.some((id) => id && saves.includes(id));
    if (!isTheirs) expect(form.values, 'takes nobody else along').toEqual(before.values);
  }

  /** Everything that is known of a customer goes, with the form that is kept where it is theirs. */
  #erased(customer: number): ErasedPerson {
    const saves = [`known-${customer}`, `held-${customer}`, ...this.#main.forget(customer)];
    const mobile = mobileOf(customer);
    const { requestId, member, correctionOf: corrected, chosen } = this.#kept() ?? {};
    const isTheirs =
      numberIn(member?.mobile ?? '') === customer ||
      member?.outerId === codeOf(customer) ||
      [requestId, corrected, chosen?.requestId].some((id) => id && saves.includes(id));
    const typed = worthKeeping(this.till.state)?.values ?? null;
    return { identity: { mobile }, saves, draft: isTheirs ? (requestId ?? null) : null, typed };
  }

  #kept(): Draft | null {
    return draftOf(this.till.state, this.till.counter);
  }

  /** A new member is registered beside nobody of whom was not told first. */
  #isToldOfAll(
    { requestId, correctionOf: corrected }: RegisterRequest,
    { type }: RegistrationEvent,
  ) {
    const { correcting, choice, lookup, codeLookup } = this.till.state.form;
    if (corrected !== null || correcting !== null) return;
    for (const one of [lookup, codeLookup]) {
      if (one.kind === 'asking') expect(type, 'waits for the answer').toBe('patience-ended');
      if (one.kind !== 'answered' || one.member === null) continue;
      const { requestId: known } = one.member;
      const isOfChoice = choice !== null && 'mobile' in choice === 'mobile' in one;
      const passed = [requestId, choice?.member.requestId, choice?.besides];
      if (!isOfChoice) expect(passed, 'beside somebody untold').toContain(known);
    }
  }

  /** What no hand has emptied stays as it was registered, where that could be read. */
  #emptiesNothing({ requestId, member, correctionOf: corrected }: RegisterRequest): void {
    const { choice } = this.till.state.form;
    if (choice?.kind !== 'correct' || corrected === null || this.#unread.has(requestId)) return;
    const registered = this.#main.valuesOf(corrected);
    for (const name of ['name', 'birthday', 'remark'] as const)
      if ((registered[name] ?? '') !== '' && member[name] === '')
        expect(choice.decided, 'is emptied by a hand').toContain(name);
  }

  /** Nobody hears any more what was asked; a draft is all that is left. */
  #crash(pick: number): RegistrationEvent | null {
    const draft = this.#kept();
    this.till.restarts();
    this.#asked.length = 0;
    if (draft === null) return null;
    const isBehindLock = draft.isLocked;
    const mayComeIn = pick % 2 === 0;
    return {
      type: 'draft-restored',
      draft: this.#main.restore(draft),
      mayComeIn,
      isBehindLock,
      now: this.#now,
    };
  }

  #likely(): string {
    const { form, pending, isLocked } = this.till.state;
    if (isLocked) return LOCKED;
    if (pending !== null) return BUSY;
    return knownOf(form) === null ? FREE : KNOWN;
  }

  #eventOf(name: string, pick: number): RegistrationEvent | null {
    const customer = this.#customer;
    const now = this.#now;
    switch (name) {
      case 'mobile':
        return this.#typed({ mobile: mobileOf(customer) });
      case 'mistyped':
        return this.#typed({ mobile: mobileOf(customer + MISTYPED) });
      case 'name':
        return this.#typed({ name: nameOf(customer) });
      case 'remark':
        return this.#typed({ remark: `remark ${customer}` });
      case 'code':
        return this.#typed({ outerId: codeOf(customer), outerType: 'wechat' });
      case 'left':
        return { type: 'word-left', field: 'name', refused: null };
      case 'empty':
        return this.#typed({ mobile: '' });
      case 'tick':
        return { type: 'consent-toggled', at: customer };
      case 'save':
        return { type: 'save-pressed', values: this.till.values, now };
      case 'clear':
        return { type: 'clear-pressed' };
      case 'undo':
        return { type: 'undo-pressed' };
      case 'refuse':
        return { type: 'refuse-pressed' };
      case 'known':
        return { type: 'known-toggled' };
      case 'marketing':
        return { type: 'marketing-toggled' };
      case 'lock':
        return { type: 'locked' };
      case 'unlock':
        return { type: 'unlocked' };
      case 'brand':
        this.till.counter.brandId += '+';
        return { type: 'brand-changed' };
      case 'records':
        return { type: 'records-changed' };
      case 'expire':
        return { type: 'aside-expired' };
      case 'text':
        return { type: 'hand-came', now };
      case 'key':
        return { type: 'next-key', now };
      case 'erase': {
        const person = this.#erased(pick % 2 === 0 ? customer : pick % (this.#newest + 1));
        return { type: 'person-erased', person };
      }
      case 'correct': {
        const other = this.#nextCustomer();
        const member = { mobile: mobileOf(other), name: nameOf(other) };
        return { type: 'correction-opened', draft: correctionDraft(`held-${other}`, member) };
      }
      case 'restore': {
        const other = this.#nextCustomer();
        const draft = restoredDraft(null, { mobile: mobileOf(other) }, other);
        const isBehindLock = pick % 3 === 0;
        if (isBehindLock) this.#hidden.add(other);
        return {
          type: 'draft-restored',
          draft,
          mayComeIn: pick % 2 === 1,
          isBehindLock,
          now: this.#now,
        };
      }
      default:
        return this.#answer(name, pick);
    }
  }

  #answer(name: string, pick: number): RegistrationEvent | null {
    switch (name) {
      case 'valid':
      case 'wrong': {
        const { requestId } = this.#open('validate', pick) ?? {};
        return requestId === undefined
          ? null
          : { type: 'validated', requestId, wrong: name === 'valid' ? null : 'name' };
      }
      case 'patience': {
        const { requestId } = this.#open('await-lookup', pick) ?? {};
        return requestId === undefined ? null : { type: 'patience-ended', requestId };
      }
      case 'again': {
        const { putOff } = this.#open('look-up-later', pick) ?? {};
        return putOff === undefined ? null : { type: 'lookup-due', putOff };
      }
      case 'refused': {
        const { question } = this.#open('look-up', pick) ?? {};
        return question === undefined ? null : { type: 'lookup-refused', question, waitSeconds: 1 };
      }
      case 'looked-up': {
        const { question } = this.#open('look-up', pick) ?? {};
        if (question === undefined) return null;
        const number = 'mobile' in question ? numberIn(question.mobile) : endOf(question.outerId);
        // A code may be somebody's who is known by no number, and any of them may be with another till.
        const isByCodeAlone = 'outerId' in question && pick % 7 < 4;
        const byBoth = this.#main.idOf(number) ?? `known-${number}`;
        const id = isByCodeAlone ? `known-${BY_CODE + number}` : byBoth;
        const state = pick % 5 === 1 ? ('moved' as const) : ('pending' as const);
        const member = { ...knownMember(id), state };
        return { type: 'looked-up', question, member: pick % 3 === 0 ? null : member };
      }
      case 'read': {
        const { requestId, corrects } = this.#open('read-known', pick) ?? {};
        if (requestId === undefined || corrects === undefined) return null;
        if (!this.#main.canRead(corrects)) return this.#unreadable(requestId, corrects);
        const draft = correctionDraft(corrects, this.#main.valuesOf(corrects));
        return { type: 'known-read', requestId, draft };
      }
      case 'unread': {
        const { requestId, corrects } = this.#open('read-known', pick) ?? {};
        if (requestId === undefined || corrects === undefined) return null;
        return this.#unreadable(requestId, corrects);
      }
      case 'compared':
      case 'same': {
        const { request } = this.#open('compare', pick) ?? {};
        if (request === undefined) return null;
        const comparison = name === 'same' ? { changes: [], asksWhose: [] } : changing(request);
        return { type: 'compared', request, comparison };
      }
      case 'yes':
      case 'no':
      case 'other': {
        const { requestId } = this.#open('compare', pick)?.request ?? {};
        return requestId === undefined ? null : { type: SAID[name], requestId };
      }
      default: {
        const { request } = this.#open('store', pick) ?? {};
        return request === undefined ? null : this.#stored(request, name === 'lost');
      }
    }
  }

  #unreadable(requestId: string, corrects: string): RegistrationEvent {
    this.#unread.add(requestId);
    return { type: 'known-unread', requestId, corrects };
  }

  #stored(request: RegisterRequest, isLost: boolean): RegistrationEvent {
    const { requestId } = request;
    const isStored = this.#main.register(request);
    if (isStored && !isLost) {
      const saved = { requestId, slip: 'S', uncorrected: null, since: null };
      return { type: 'stored', requestId, saved, now: this.#now };
    }
    const code = isLost ? 'no-answer' : 'intention.reused';
    return { type: 'not-stored', requestId, code, fields: {} };
  }

  /** The fields are not to be written in while a save is under way. */
  #typed(values: Partial<MemberInput>): RegistrationEvent | null {
    if (this.till.state.pending !== null) return null;
    return { type: 'edited', values: { ...this.till.values, ...values } };
  }

  #shownCustomer(): number | undefined {
    const { form } = this.till.state;
    return [...customersIn(form.values, correctionOf(form))][0];
  }

  #nextCustomer(): number {
    this.#newest += 1;
    return this.#newest;
  }

  #open<Kind extends RegistrationEffect['kind']>(kind: Kind, pick: number) {
    const asked = this.#asked.filter(
      (one): one is Extract<RegistrationEffect, { kind: Kind }> => one.kind === kind,
    );
    // Mostly the newest; else whatever has once been asked.
    return pick % 4 === 0 ? asked[pick % Math.max(1, asked.length)] : asked.at(-1);
  }
}

test('no sequence of hands and late answers mixes two customers’ fields, ids, consents or corrections', () => {
  fc.assert(
    fc.property(
      fc.noBias(
        fc.array(fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 600 })), {
          minLength: 10,
          maxLength: 120,
          size: 'max',
        }),
      ),
      (moves) => {
        const scene = new Scene();
        for (const [choice, pick] of moves) scene.act(choice, pick);
        const { wanted } = scene;
        const customerOf = new Map<string, number>();
        for (const request of scene.till.stores()) {
          const customers = customersOf(request);
          expect(customers.size, JSON.stringify(request)).toBe(1);
          const [customer = -1] = customers;
          expect(customerOf.get(request.requestId) ?? customer).toBe(customer);
          customerOf.set(request.requestId, customer);
          expect(request.consent !== null || request.correctionOf !== null).toBe(true);
          if (request.correctionOf !== null)
            expect(wanted, 'seen and wanted').toContain(request.requestId);
        }
      },
    ),
    { numRuns: 500 },
  );
});
