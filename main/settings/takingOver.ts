import { isDeepStrictEqual } from 'node:util';
import type { PinRefusal } from '../../app/settings/pin.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { isDone } from '../files/isDone.ts';
import type { HeldSettings } from './heldSettings.ts';
import type { LastSettings } from './lastSettings.ts';
import type { ManagerPin, PinRecord, Replacing } from './managerPin.ts';
import type { SecondPlace } from './secondPlace.ts';

/** Why a till was not set up. `settings.missing`: it was before, and nobody is left whose PIN could be asked for. */
export type SetUpRefusal = PinRefusal | 'request.refused' | 'settings.missing';

/**
 * Why what the manager has typed was not stored. `settings.changed`: it was typed over settings that others have replaced;
 * `settings.locked`: it changes what a policy or the machine's file has decided.
 */
export type SaveRefusal = 'request.refused' | 'settings.changed' | 'settings.locked';

/** What happens before a PIN or secret is set that earlier settings do not have. Must not throw. */
export type BeforeReplaced = (what: 'pin' | 'secret') => Promise<Replacing>;

const NOTHING_REPLACED: Replacing = { take: () => {}, end: () => {} };

/** Who a till goes on as, whose settings come along. */
export interface Former {
  tillId: string;
  pin: PinRecord | null;
}

interface TakingOverParts {
  held: HeldSettings;
  managerPin: ManagerPin;
  secondPlace: SecondPlace;
  last: LastSettings;
}

/** Lets other settings take the place of those that hold, one after the other. */
export class TakingOver {
  readonly #parts: TakingOverParts;
  #beforeFirst = async () => {};
  #beforeReplaced: BeforeReplaced = async () => NOTHING_REPLACED;
  #settingUp: Promise<unknown> = Promise.resolve();
  /** Settings that are being taken over; null while none are. */
  #taking: Promise<unknown> | null = null;

  constructor(parts: TakingOverParts) {
    this.#parts = parts;
  }

  beforeFirst(act: () => Promise<void>): void {
    this.#beforeFirst = act;
  }

  beforeReplaced(act: BeforeReplaced): void {
    this.#beforeReplaced = act;
  }

  /** What happens before another PIN is set. */
  async beforePin(): Promise<Replacing> {
    const { held, managerPin } = this.#parts;
    // The first settings bring their PIN: `beforeFirst` has seen to their key.
    const isFirst = held.provision === null && !held.isLost && !managerPin.isSet;
    return isFirst ? NOTHING_REPLACED : this.#beforeReplaced('pin');
  }

  take(provision: Provision, isByWord: boolean): Promise<void> {
    return this.#inTurn(() => this.#take(provision, isByWord));
  }

  /** The settings of another folder, with the name and the PIN of its till. */
  takeAlong(provision: Provision, former: Former): Promise<void> {
    return this.#inTurn(() => this.#take(provision, true, former));
  }

  saveOver(
    changes: number,
    merge: (stored: Provision | null) => Provision | SaveRefusal,
  ): Promise<SaveRefusal | null> {
    const { held } = this.#parts;
    return this.#inTurn(async () => {
      if (changes !== held.changes) return 'settings.changed';
      const merged = merge(held.provision);
      if (typeof merged === 'string') return merged;
      await this.#take(merged, true);
      return null;
    });
  }

  setUp(provision: Provision, pin: string): Promise<SetUpRefusal | null> {
    // One after the other: only one of them is the first.
    const result = this.#settingUp.then(() => this.#setUp(provision, pin));
    this.#settingUp = result.catch(() => undefined);
    return result;
  }

  async taken(): Promise<void> {
    while (this.#taking !== null) await this.#taking;
  }

  /** One after the other: each is made of what the one before has stored, and none undoes what came after it. */
  #inTurn<T>(take: () => Promise<T>): Promise<T> {
    const before = this.#taking;
    const result = before === null ? take() : before.then(take);
    const taking = result.catch(() => undefined);
    this.#taking = taking;
    void taking.then(() => {
      if (this.#taking === taking) this.#taking = null;
    });
    return result;
  }

  async #take(
    { managerPin: pin, ...provision }: Provision,
    isByWord: boolean,
    former: Former | null = null,
  ): Promise<void> {
    const { held, managerPin, secondPlace } = this.#parts;
    if (held.provision === null && !held.isLost) await this.#beforeFirst();
    const { appSecret } = (held.provision ?? provision).gateway;
    // A PIN that comes with it does the same.
    const isOtherSecret = pin === undefined && appSecret !== provision.gateway.appSecret;
    const replacing = isOtherSecret ? await this.#beforeReplaced('secret') : null;
    // In the turn in which the other PIN holds, and seals: what is written before has settings and PIN of before.
    let becomeAgain = () => {};
    const begin = () => {
      replacing?.take();
      if (former !== null) becomeAgain = this.#become(former);
      this.#prepare(provision, isByWord);
    };
    try {
      if (pin === undefined) {
        begin();
        await held.write();
      } else await managerPin.set(pin, begin);
    } catch (error) {
      becomeAgain();
      // The file may have its name already, where only its folder was not flushed.
      await isDone(held.write());
      throw error;
    } finally {
      replacing?.end();
    }
    await secondPlace.keep();
  }

  /** Gives what takes it back. */
  #become({ tillId, pin }: Former): () => void {
    const { held, managerPin } = this.#parts;
    const { record } = managerPin;
    const forget = held.goOnAs(tillId);
    managerPin.restore(pin);
    return () => {
      forget();
      managerPin.restore(record);
    };
  }

  #prepare(provision: Provision, isByWord: boolean): void {
    const { held, last } = this.#parts;
    const isOther = !isDeepStrictEqual(provision, held.provision);
    held.prepare({
      provision,
      locale: provision.locale ?? held.locale,
      revision: last.next(held.revision, isOther, isByWord),
    });
  }

  async #setUp(provision: Provision, pin: string): Promise<SetUpRefusal | null> {
    const { held, managerPin } = this.#parts;
    await this.taken();
    if (held.provision !== null) return 'request.refused';
    if (!managerPin.isSet) {
      if (held.isLost) return 'settings.missing';
      await this.take({ ...provision, managerPin: pin }, true);
      return null;
    }
    if (!held.isLost) return 'request.refused';
    const verdict = await managerPin.verify(pin);
    if (verdict !== 'ok') return verdict;
    // While the PIN was being looked at somebody may have brought a file.
    await this.taken();
    if (held.provision !== null) return 'request.refused';
    await this.take(provision, true);
    return null;
  }
}
