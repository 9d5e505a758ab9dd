import { statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import {
  accountLaidOver,
  asWhole,
  type PartialProvision,
  type SettingName,
  vouchesFor,
} from '../../app/settings/partialProvision.ts';
import type { Provision } from '../../app/settings/provision.ts';
import {
  changesOf,
  leavesBehind,
  type ProvisionChange,
  type ProvisionQuestion,
} from '../../app/settings/provisionChanges.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import { MinuteLine } from '../audit/minuteLine.ts';
import { FIRST_SETTINGS } from '../audit/trailNews.ts';
import { type Clock, systemClock } from '../clock/clock.ts';
import { isThere as isThereNow } from '../files/isThere.ts';
import type { Offer } from './offer.ts';
import type { OtherFiles } from './otherFiles.ts';
import { othersOf } from './othersOf.ts';
import { NO_LOCKS, type SettingLocks } from './settingLocks.ts';
import type { SettingsStore } from './settingsStore.ts';

/**
 * What became of an offer. `asks`: the window asks for the PIN; `refused`: there is none to ask for; `closing`: the till
 * is being closed, and its trail takes no line any more. Of a part of the settings also `incomplete`: it is not enough for
 * the first ones of a till. `needs-secret`: what it says goes to another address or key, without the secret for that.
 */
export type Reception =
  | 'taken-over'
  | 'asks'
  | 'refused'
  | 'closing'
  | 'incomplete'
  | 'needs-secret';

interface Asked {
  provision: Provision;
  /** What the file becomes over the settings of now, where it was judged by others; null: nothing that can be taken over. */
  anew: () => Provision | null;
  isOtherPin: boolean;
  /** Whoever stands behind it says by it which settings are the last ones. */
  vouches: boolean;
  /** A file that anybody may read who comes by, or null. */
  openFile: string | null;
}

/** A question that the window asks. */
type Question = Asked & {
  id: number;
  /** The settings and the PIN that it was asked over: what the manager has seen was judged by them. */
  over: { provision: Provision | null; pin: string | null };
};

/** A changed or first PIN; what it was and will be nobody is told. */
const OTHER_PIN: ProvisionChange = { part: 'pin', from: '', to: '' };

/**
 * Takes over provisionings. One that would change brand, address, app, its secret or PIN of a till that has any needs the
 * manager's PIN, unless an administrator alone can have put it there; until then everything stays as it is. A file
 * that has the manager's present PIN in it has brought what would be asked for.
 */
export class Provisioning {
  readonly #settings: SettingsStore;
  readonly #audit: Pick<AuditTrail, 'owe'>;
  /** Files that need nobody's word: their lines stand beside the manager's. */
  readonly #wordless: MinuteLine;
  readonly #listeners: (() => void)[] = [];
  #asked: Question | null = null;
  #openFile: string | null = null;
  readonly #isThere: OtherFiles['isThere'];
  readonly #locks: SettingLocks;
  #overruled: readonly SettingName[] = [];
  #look: { path: string; isThere: Promise<boolean> } | null = null;
  #questions = 0;
  #isStopped = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    settings: SettingsStore,
    audit: Pick<AuditTrail, 'owe'>,
    clock: Pick<Clock, 'after'> = systemClock,
    isThere: OtherFiles['isThere'] = async (path) => isThereNow(path, statSync),
    locks: SettingLocks = NO_LOCKS,
  ) {
    this.#locks = locks;
    this.#isThere = isThere;
    this.#settings = settings;
    this.#audit = audit;
    this.#wordless = new MinuteLine(audit, clock, (reason) => this.#takenOver(reason));
  }

  /** What was not taken over and still would change something, or null. */
  get question(): ProvisionQuestion | null {
    const now = this.#settings.provision;
    if (this.#asked === null) return null;
    const changes = this.#changesOf(this.#asked);
    if (changes.length === 0) return null;
    return {
      id: this.#asked.id,
      changes,
      leavesBehind: now !== null && leavesBehind(now, this.#asked.provision),
      needs: this.#settings.managerPin.isSet ? 'pin' : 'administrator',
    };
  }

  /** What the file that came last says otherwise than policies or the machine's file, and what stayed as it was. */
  get overruled(): readonly SettingName[] {
    return this.#overruled;
  }

  /**
   * The file that was taken over last, where it lies in no administrator's place: it still has the secret in it, and
   * the PIN. Null where there is none, or not any more. However often somebody asks, one look is under way.
   */
  async openFile(): Promise<string | null> {
    const path = this.#openFile;
    if (path === null) return null;
    if (this.#look?.path !== path) this.#look = { path, isThere: this.#isThere(path) };
    const look = this.#look;
    const isThere = await look.isThere;
    if (this.#look === look) this.#look = null;
    return isThere ? path : null;
  }

  /** To be called before the trail is closed: what comes later would have no line in it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#turn;
    await this.#wordless.stop();
  }

  onQuestion(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Throws what the disk throws; then everything is as it was. */
  offer({ provision: given, isTrusted, path }: Offer): Promise<Reception> {
    return this.#inTurn(async () => {
      if (this.#isStopped) return 'closing';
      const isOtherPin = await this.#isOtherPin(given, isTrusted);
      const hasRightPin = given.managerPin !== undefined && !isOtherPin;
      const openFile = isTrusted ? null : (path ?? null);
      this.#overruled = this.#locks.overruled(given);
      // From here to the taking over nothing is waited for: the wizard may be setting the till up.
      await this.#settings.taken();
      const anew = () => this.#locks.over(given, this.#settings.provision);
      const provision = anew();
      if (provision === null) return 'needs-secret';
      const asked: Asked = { provision, anew, isOtherPin, openFile, vouches: true };
      return this.#receive(this.#withLockedPin(asked), isTrusted, hasRightPin);
    });
  }

  /**
   * What decides about a part of the settings, by an administrator's word. Throws what the disk throws; then everything is
   * as it was.
   */
  offerPart(part: PartialProvision): Promise<Reception> {
    return this.#inTurn(async () => {
      if (this.#isStopped) return 'closing';
      const isOtherPin = await this.#isOtherPin(part, true);
      await this.#settings.taken();
      const now = this.#settings.provision;
      const whole = asWhole(now === null ? part : accountLaidOver(part, now));
      if (whole === null) return now === null ? 'incomplete' : 'needs-secret';
      const asked: Asked = {
        provision: whole,
        anew: () => whole,
        isOtherPin,
        openFile: this.#openFile,
        vouches: now === null || vouchesFor(part, now),
      };
      return this.#receive(asked, true, false);
    });
  }

  /** A PIN that is locked is set with the first settings, and by no other file afterwards. */
  #withLockedPin(asked: Asked): Asked {
    const { managerPin } = this.#locks.values;
    if (managerPin === undefined) return asked;
    const isFirst = this.#settings.provision === null && !this.#settings.isLost;
    if (!isFirst) return { ...asked, isOtherPin: false };
    return { ...asked, provision: { ...asked.provision, managerPin }, isOtherPin: true };
  }

  async #receive(asked: Asked, isTrusted: boolean, hasRightPin: boolean): Promise<Reception> {
    const changes = this.#changesOf(asked);
    if (changes.length === 0 || isTrusted || hasRightPin) {
      await this.#takeOver(asked, changes, isTrusted || hasRightPin);
      this.#ask(null);
      return 'taken-over';
    }
    this.#ask(asked);
    return this.#settings.managerPin.isSet ? 'asks' : 'refused';
  }

  /**
   * The manager's PIN has been given for this question; false where it is no longer asked, or asked anew because somebody
   * has changed settings or PIN since: what was shown said nothing of that, and would undo it. Throws what the disk throws.
   */
  accept(id: number): Promise<boolean> {
    return this.#inTurn(async () => {
      await this.#settings.taken();
      const asked = this.#asked;
      if (asked?.id !== id) return false;
      if (!isDeepStrictEqual(asked.over, this.#now())) {
        const provision = asked.anew();
        this.#ask(provision && { ...asked, provision });
        return false;
      }
      await this.#takeOver(asked, this.#changesOf(asked), true);
      this.#ask(null);
      return true;
    });
  }

  /** Not now: the till goes on as it is, and the file may come again. */
  decline(): void {
    this.#ask(null);
  }

  #changesOf({ provision, isOtherPin }: Asked) {
    const now = this.#settings.provision;
    // A till that never had settings has nothing to lose.
    if (now === null && !this.#settings.isLost) return [];
    const changes = changesOf(now, provision);
    return isOtherPin ? [...changes, OTHER_PIN] : changes;
  }

  /** Whoever tries PINs with files tries them as at the window: the wrong ones count. */
  async #isOtherPin(
    { managerPin: given }: Pick<Provision, 'managerPin'>,
    isTrusted: boolean,
  ): Promise<boolean> {
    if (given === undefined) return false;
    const { managerPin } = this.#settings;
    if (isTrusted) return !(await managerPin.is(given));
    return (await managerPin.verifyOfFile(given)) !== 'ok';
  }

  async #takeOver(
    { provision: { managerPin, ...given }, isOtherPin, vouches, openFile }: Asked,
    changes: readonly ProvisionChange[],
    isSaid: boolean,
  ): Promise<void> {
    const isByWord = isSaid && vouches;
    const { provision: before, setBack } = this.#settings;
    const { recoveryKey = before?.recoveryKey, proxy = before?.proxy } = given;
    const rest = {
      ...given,
      ...(recoveryKey !== undefined && { recoveryKey }),
      ...(proxy !== undefined && { proxy }),
    };
    const isFirst = before === null && changes.length === 0;
    // The same PIN set anew would forget the wrong tries.
    const pin = isOtherPin && managerPin !== undefined ? { managerPin } : {};
    const parts = changes.length > 0 ? changes.map(({ part }) => part) : othersOf(before, rest);
    // The same file at every start is no news, unless it says that what was put back holds.
    const isConfirmed = setBack !== null && isByWord;
    const isNews = parts.length > 0 || isFirst || isConfirmed;
    if (isNews) await this.#settings.provisionWith({ ...rest, ...pin }, { isByWord });
    this.#openFile = openFile;
    if (!isNews) return;
    if (changes.length === 0 && !isFirst && !isSaid) return this.#wordless.tell(parts);
    const reason = isFirst ? FIRST_SETTINGS : parts.join(',') || 'confirmed';
    // Also where no line can be written: settings that are wrong must not stay wrong for that.
    await this.#audit.owe(this.#takenOver(reason));
  }

  #takenOver(reason: string): AuditEntry {
    const settingsRevision = this.#settings.revision;
    return {
      action: 'provision.taken-over',
      operatorId: null,
      slip: null,
      reason,
      settingsRevision,
    };
  }

  #ask(asked: Asked | null): void {
    if (asked === null && this.#asked === null) return;
    this.#questions += 1;
    this.#asked = asked && { ...asked, id: this.#questions, over: this.#now() };
    for (const listener of this.#listeners) listener();
  }

  #now(): Question['over'] {
    const { provision, managerPin } = this.#settings;
    return { provision, pin: managerPin.record?.salt ?? null };
  }

  /** One after the other: a second file must not be judged by settings that are about to change. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
