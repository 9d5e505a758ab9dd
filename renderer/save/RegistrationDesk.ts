import type { Bridge, RegisterRequest } from '../../app/ipc/bridge.ts';
import { advanceRegistration } from './advanceRegistration.ts';
import { identityIn } from './identity.ts';
import { type Counter, newRegistration, type Question, type Registration } from './registration.ts';
import type { RegistrationEffect, RegistrationEvent } from './registrationEvents.ts';
import { mintRequestId } from './requestId.ts';
import type { FailureCode } from './result.ts';
import { looksSame, type ShownRegistration, shownOf } from './shownRegistration.ts';

/** A save waits this long at the most for an answer about its phone number (ms). */
const PATIENCE_MS = 200;

/** Without a key for so long (ms), a member code counts as whole. */
const CODE_WHOLE_MS = 400;

/** What was cleared can be brought back for so long (ms). */
const ASIDE_FOR = 120_000;

/** What of the effects happens on the page: the form, its focus, the loudspeaker, the draft. */
export type PageEffect = Exclude<
  RegistrationEffect,
  {
    kind:
      | 'look-up'
      | 'look-up-later'
      | 'await-lookup'
      | 'read-known'
      | 'compare'
      | 'store'
      | 'expire-aside';
  }
>;

type EffectOf<Kind extends RegistrationEffect['kind']> = Extract<
  RegistrationEffect,
  { kind: Kind }
>;

export interface DeskOptions {
  bridge: Pick<Bridge, 'registerMember' | 'findMember' | 'readForCorrection' | 'compareMember'>;
  counter: () => Counter;
  onPage: (effect: PageEffect) => void;
}

/** Runs the registration: one event after the other, each with the state as the one before has left it. */
export class RegistrationDesk {
  readonly #options: DeskOptions;
  readonly #listeners = new Set<() => void>();
  #state: Registration = newRegistration(mintRequestId());
  #shown = shownOf(this.#state);
  readonly #askAgain: { number?: number; code?: number } = {};
  /** A code of which the last key is too new to ask about it, or null. */
  #unasked: Question | null = null;
  #askSoon: number | undefined;
  #expiry: number | undefined;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Told when the screen has something else to draw: not for every key, or typing would draw all of it each time. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Registration => this.#state;

  /** The same object as long as the screen looks the same. */
  readonly shown = (): ShownRegistration => this.#shown;

  dispatch(event: RegistrationEvent): void {
    const counter = this.#options.counter();
    const { state, effects } = advanceRegistration(this.#state, event, {
      counter,
      mint: mintRequestId,
    });
    this.#state = state;
    const shown = shownOf(state);
    if (!looksSame(shown, this.#shown)) {
      this.#shown = shown;
      for (const listener of this.#listeners) listener();
    }
    for (const effect of effects) this.#run(effect);
  }

  #run(effect: RegistrationEffect): void {
    switch (effect.kind) {
      case 'look-up':
        this.#lookUpSoon(effect.question);
        break;
      case 'look-up-later': {
        const { putOff } = effect;
        const about = 'mobile' in putOff ? 'number' : 'code';
        window.clearTimeout(this.#askAgain[about]);
        const ask = () => this.dispatch({ type: 'lookup-due', putOff });
        this.#askAgain[about] = window.setTimeout(ask, putOff.waitSeconds * 1_000);
        break;
      }
      case 'await-lookup': {
        const { requestId } = effect;
        this.#lookUpNow();
        window.setTimeout(() => this.dispatch({ type: 'patience-ended', requestId }), PATIENCE_MS);
        break;
      }
      case 'read-known':
        this.#readKnown(effect);
        break;
      case 'compare':
        this.#compare(effect.request);
        break;
      case 'store':
        this.#store(effect.request);
        break;
      case 'expire-aside': {
        window.clearTimeout(this.#expiry);
        const expire = () => this.dispatch({ type: 'aside-expired' });
        this.#expiry = window.setTimeout(expire, ASIDE_FOR);
        break;
      }
      default:
        this.#options.onPage(effect);
    }
  }

  #store(request: RegisterRequest): void {
    const { requestId } = request;
    this.#options.bridge.registerMember(request).then(
      (answer) => {
        if (answer.ok) {
          const now = performance.now();
          this.dispatch({ type: 'stored', requestId, saved: answer.value, now });
        } else {
          const { code, fields = {} } = answer.error;
          this.dispatch({ type: 'not-stored', requestId, code, fields });
        }
      },
      () => this.dispatch({ type: 'not-stored', requestId, code: 'no-answer', fields: {} }),
    );
  }

  #readKnown({ requestId, corrects, operatorId }: EffectOf<'read-known'>): void {
    const not = () => this.dispatch({ type: 'known-unread', requestId, corrects });
    this.#options.bridge.readForCorrection({ requestId: corrects, operatorId }).then((answer) => {
      if (answer.ok) this.dispatch({ type: 'known-read', requestId, draft: answer.value });
      else not();
    }, not);
  }

  #compare(request: RegisterRequest): void {
    const { operatorId, member, correctionOf } = request;
    const not = (code: FailureCode) => this.dispatch({ type: 'not-compared', request, code });
    const asked = { requestId: correctionOf ?? '', operatorId, member };
    this.#options.bridge.compareMember(asked).then(
      (answer) => {
        if (answer.ok) this.dispatch({ type: 'compared', request, comparison: answer.value });
        else not(answer.error.code);
      },
      () => not('no-answer'),
    );
  }

  /** Nobody can say when a code that is typed by hand is whole: one question for each of its keys would be too many. */
  #lookUpSoon(question: Question): void {
    if ('mobile' in question) {
      this.#lookUp(question);
      return;
    }
    window.clearTimeout(this.#askSoon);
    this.#unasked = question;
    this.#askSoon = window.setTimeout(() => this.#lookUpNow(), CODE_WHOLE_MS);
  }

  /** What waits for the rest of a code is asked about, unless the form holds something else by now. */
  #lookUpNow(): void {
    window.clearTimeout(this.#askSoon);
    const question = this.#unasked;
    this.#unasked = null;
    if (question !== null && question === this.#state.form.codeLookup) this.#lookUp(question);
  }

  /** A till that does not answer never stands in the way of a save: then the number counts as not known. */
  #lookUp(question: Question): void {
    const unknown = () => this.dispatch({ type: 'looked-up', question, member: null });
    this.#options.bridge.findMember(identityIn(question)).then((answer) => {
      if (answer.ok) this.dispatch({ type: 'looked-up', question, member: answer.value });
      else if (answer.error.code !== 'lookup.too-fast') unknown();
      else {
        const { waitSeconds = 1 } = answer.error;
        this.dispatch({ type: 'lookup-refused', question, waitSeconds });
      }
    }, unknown);
  }
}
