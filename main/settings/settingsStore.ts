import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Home, homeOf } from '../../app/outbox/home.ts';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Locale } from '../../app/settings/locales.ts';
import type { PinRefusal } from '../../app/settings/pin.ts';
import type { Provision } from '../../app/settings/provision.ts';
import type { Clock } from '../clock/clock.ts';
import { readIfThere, replaceFile } from '../files/durableFile.ts';
import { GroupCommit } from '../files/groupCommit.ts';
import { isDone } from '../files/isDone.ts';
import { setAside } from '../files/setAside.ts';
import { NewerFormatError } from '../journal/opening.ts';
import type { Vault } from '../vault/vault.ts';
import { LastSettings, type SetBack } from './lastSettings.ts';
import { ManagerPin, type PinRecord, type PinTrail, type Replacing } from './managerPin.ts';
import { laterPin } from './pinFile.ts';
import { SecondPlace } from './secondPlace.ts';
import { openSettings, sealSettings } from './settingsFile.ts';

/** Why a till was not set up. `settings.missing`: it was before, and nobody is left whose PIN could be asked for. */
export type SetUpRefusal = PinRefusal | 'request.refused' | 'settings.missing';

/** Why what the manager has typed was not stored. `settings.changed`: it was typed over settings that others have replaced. */
export type SaveRefusal = 'request.refused' | 'settings.changed';

/** What happens before a PIN or secret is set that earlier settings do not have. Must not throw. */
type BeforeReplaced = (what: 'pin' | 'secret') => Promise<Replacing>;

const NOTHING_REPLACED: Replacing = { take: () => {}, end: () => {} };

/** The settings, sealed, in the data folder. */
export const SETTINGS_FILE = 'settings.json';

/** What comes with a provisioning that is being taken over. */
interface NextSettings {
  provision: Provision;
  locale: Locale;
  revision: number;
}

/** Who and where this till is. Secrets leave the provisioning file once and lie here sealed. */
export class SettingsStore {
  readonly warnings: StoreWarning[] = [];
  readonly managerPin: ManagerPin;
  readonly #path: string;
  readonly #secondPlace: SecondPlace;
  readonly #last: LastSettings;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #trail: PinTrail | null;
  readonly #listeners: (() => void)[] = [];
  #beforeFirst = async () => {};
  #beforeReplaced: BeforeReplaced = async () => NOTHING_REPLACED;
  /** However often somebody asks: all that came while one was written are the next one, with what holds then. */
  readonly #commits = new GroupCommit<null, void>(() => this.#store());
  #provision: Provision | null = null;
  /** What the next write has in it, and holds once that is on the disk; null while nothing is being taken over. */
  #next: NextSettings | null = null;
  #home: Home | null = null;
  #locale: Locale = 'zh-CN';
  #isSoundOn = true;
  #isLost = false;
  #revision = 0;
  #tillId: string | null = null;
  #settingUp: Promise<unknown> = Promise.resolve();
  /** Settings that are being taken over; null while none are. */
  #taking: Promise<unknown> | null = null;

  /** `trail`: where the tries of the PIN are counted as well. */
  constructor(folder: string, vault: Vault, clock: Clock, trail: PinTrail | null = null) {
    this.#path = join(folder, SETTINGS_FILE);
    this.#last = new LastSettings(trail);
    this.#secondPlace = new SecondPlace(folder, vault, () => ({
      pin: this.managerPin.record,
      settingsRevision: Math.max(this.#revision, this.#last.highest),
    }));
    this.#vault = vault;
    this.#clock = clock;
    this.#trail = trail;
    const keep = () => this.#keepPin();
    const beforeReplaced = async () => {
      // The first settings bring their PIN: `beforeFirst` has seen to their key.
      const isFirst = this.#provision === null && !this.#isLost && !this.managerPin.isSet;
      return isFirst ? NOTHING_REPLACED : this.#beforeReplaced('pin');
    };
    this.managerPin = new ManagerPin({ clock, keep, beforeReplaced, trail });
  }

  get provision(): Provision | null {
    return this.#provision;
  }

  /** Whose saves may leave, or null before the first settings. */
  get home(): Home | null {
    return this.#home;
  }

  get isSoundOn(): boolean {
    return this.#isSoundOn;
  }

  get locale(): Locale {
    return this.#locale;
  }

  /** How often the provisioning has changed; the trail's lines about it have the same number. */
  get revision(): number {
    return this.#revision;
  }

  /** Which till this is, whatever its key and its PIN are by now: in every copy of its folder the same. */
  get tillId(): string {
    return this.#tillId ?? tillIdOf(this.#vault);
  }

  /**
   * Why these may not be the last settings: somebody has put earlier ones back, or nobody can know; null where they are.
   * Nothing may be sent where they say, until somebody whose word counts has said that they hold.
   */
  get setBack(): SetBack | null {
    return this.#provision === null ? null : this.#last.setBack(this.#revision);
  }

  /** The settings where they are the last ones: nothing goes by others but what somebody does at the till. */
  get lastProvision(): Provision | null {
    return this.setBack === null ? this.#provision : null;
  }

  /** True where the till was set up once, and its settings are gone: they are not taken from just anybody. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /**
   * Settings that cannot be read are set aside, aloud; the till then waits for provisioning. Throws `NewerFormatError`,
   * with everything as it was, where a later version has written them.
   */
  async load(): Promise<void> {
    const bytes = await readIfThere(this.#path);
    const pin = bytes === null ? null : await this.#read(bytes.toString('utf8'));
    const kept = await this.#secondPlace.read();
    const record = laterPin(pin, kept.pin);
    if (record?.hasTrail || this.#revision > 0) await this.#trail?.expect();
    this.managerPin.restore(record);
    if (record !== null || this.#provision !== null) await this.#comparePin(record);
    if (this.#provision !== null) await this.#compareSettings(kept.settingsRevision);
    // From now on a trail that is removed together with the second place is missed as well.
    if (pin?.hasTrail === false && this.#trail !== null) await isDone(this.#write());
    if (this.#provision === null) this.#isLost = kept.isThere;
    else await this.#secondPlace.keep();
  }

  /** The trail knows how often a PIN was set: fewer times here, and somebody has put an earlier one back, or none. */
  async #comparePin(record: PinRecord | null): Promise<void> {
    const revision = record?.revision ?? 0;
    if (this.#trail === null || revision >= this.#trail.pinRevision.last) return;
    const action = record === null ? 'pin.missing' : 'pin.set-back';
    await this.#trail.owe({ action, operatorId: null, slip: null, revision });
  }

  /** `kept`: the number in the second place. */
  async #compareSettings(kept: number): Promise<void> {
    if (this.#trail !== null && this.#revision === 0 && this.#last.highest === 0 && kept === 0) {
      // Of a version that did not count them.
      this.#revision = 1;
      if (!(await isDone(this.#write()))) this.#revision = 0;
    }
    await this.#last.compare(this.#revision, kept);
  }

  /** What else tells that this till had settings. To be called once all is read. */
  lookForLoss(hadSettings: boolean): void {
    this.#isLost ||= this.#provision === null && hadSettings;
  }

  /** This till goes on as the one of a folder that was set aside, whose settings come next: with its PIN. */
  goOnAs(
    { tillId, managerPin }: Pick<SettingsStore, 'tillId' | 'managerPin'>,
    tries: number,
  ): void {
    const { record } = managerPin;
    this.#tillId = tillId;
    this.managerPin.restore(
      // Its trail has counted as well: either place may have been set back.
      record && { ...record, wrong: Math.max(record.wrong, tries), cameWith: record.salt },
    );
  }

  /** Called before the first settings of a till are sealed; they are not taken over where it throws. */
  beforeFirst(act: () => Promise<void>): void {
    this.#beforeFirst = act;
  }

  /** Called before another PIN or app secret takes the place of one, or of none. */
  beforeReplaced(act: BeforeReplaced): void {
    this.#beforeReplaced = act;
  }

  /** Calls back after every change of what the till works with, once it is on the disk. */
  onChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Takes over a provisioning that has been checked. Of a PIN in it only a hash is kept. `isByWord`: the manager or an
   * administrator has said so; only that makes settings hold that were put back. Throws what the disk throws; then
   * everything is as it was.
   */
  provisionWith(provision: Provision, { isByWord = true } = {}): Promise<void> {
    return this.#inTurn(() => this.#take(provision, isByWord));
  }

  /**
   * Takes over what the manager has typed over the settings of this number; `merge`: what becomes of those that hold by
   * then, or null where that cannot be. Null when it is done. Throws as `provisionWith`.
   */
  saveOver(
    revision: number,
    merge: (stored: Provision | null) => Provision | null,
  ): Promise<SaveRefusal | null> {
    return this.#inTurn(async () => {
      if (revision !== this.#revision) return 'settings.changed';
      const provision = merge(this.#provision);
      if (provision === null) return 'request.refused';
      await this.#take(provision, true);
      return null;
    });
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

  async #take({ managerPin, ...provision }: Provision, isByWord: boolean): Promise<void> {
    if (this.#provision === null && !this.#isLost) await this.#beforeFirst();
    const { appSecret } = (this.#provision ?? provision).gateway;
    // A PIN that comes with it does the same.
    const isOtherSecret = managerPin === undefined && appSecret !== provision.gateway.appSecret;
    const replacing = isOtherSecret ? await this.#beforeReplaced('secret') : null;
    // In the turn in which the other PIN holds, and seals: what is written before has settings and PIN of before.
    const begin = () => {
      replacing?.take();
      this.#next = this.#nextOf(provision, isByWord);
    };
    try {
      if (managerPin === undefined) {
        begin();
        await this.#write();
      } else await this.managerPin.set(managerPin, begin);
    } catch (error) {
      // The file may have its name already, where only its folder was not flushed.
      await isDone(this.#write());
      throw error;
    } finally {
      replacing?.end();
    }
    await this.#secondPlace.keep();
  }

  #nextOf(provision: Provision, isByWord: boolean): NextSettings {
    const isOther = !isDeepStrictEqual(provision, this.#provision);
    return {
      provision,
      locale: provision.locale ?? this.#locale,
      revision: this.#last.next(this.#revision, isOther, isByWord),
    };
  }

  /** Resolves when no settings are being taken over: whoever judges others must not judge by what is about to change. */
  async taken(): Promise<void> {
    while (this.#taking !== null) await this.#taking;
  }

  /**
   * The first settings of a till, with its PIN; one that was set up before takes them by the PIN of then. Null when it
   * is done. Throws what the disk throws; then everything is as it was.
   */
  setUp(provision: Provision, pin: string): Promise<SetUpRefusal | null> {
    // One after the other: only one of them is the first.
    const result = this.#settingUp.then(() => this.#setUp(provision, pin));
    this.#settingUp = result.catch(() => undefined);
    return result;
  }

  async #setUp(provision: Provision, pin: string): Promise<SetUpRefusal | null> {
    await this.taken();
    if (this.#provision !== null) return 'request.refused';
    if (!this.managerPin.isSet) {
      if (this.#isLost) return 'settings.missing';
      await this.provisionWith({ ...provision, managerPin: pin });
      return null;
    }
    if (!this.#isLost) return 'request.refused';
    const verdict = await this.managerPin.verify(pin);
    if (verdict !== 'ok') return verdict;
    // While the PIN was being looked at somebody may have brought a file.
    await this.taken();
    if (this.#provision !== null) return 'request.refused';
    await this.provisionWith(provision);
    return null;
  }

  #become(provision: Provision | null): void {
    this.#provision = provision;
    this.#home = provision && homeOf(provision);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Seals everything anew, with the key of now. Throws what the disk throws. */
  async rewrite(): Promise<void> {
    if (this.#provision !== null || this.managerPin.isSet) await this.#write();
    await this.#secondPlace.rewrite();
  }

  async setLocale(locale: Locale): Promise<void> {
    this.#locale = locale;
    // Whoever chooses one now has chosen it later.
    if (this.#next !== null) this.#next = { ...this.#next, locale };
    await this.#write();
  }

  async setSound(isOn: boolean): Promise<void> {
    this.#isSoundOn = isOn;
    await this.#write();
  }

  /** Takes over what the file says; gives the PIN in it, or null. */
  async #read(text: string): Promise<PinRecord | null> {
    const { content, isWhole, isNewer } = openSettings(this.#vault, text);
    if (isNewer) throw new NewerFormatError(SETTINGS_FILE);
    if (content !== null) {
      this.#locale = content.locale;
      this.#isSoundOn = content.isSoundOn;
      this.#revision = content.revision;
      this.#tillId = content.tillId;
      this.#become(content.provision);
    }
    if (!isWhole) {
      const detail = await setAside(this.#path, this.#clock.now());
      this.warnings.push({ code: 'store.set-aside', detail });
    }
    return content?.pin ?? null;
  }

  /** The settings first: a power cut between the two leaves the later PIN where it is looked for. */
  async #keepPin(): Promise<void> {
    await this.#write();
    if (this.#provision !== null) await this.#secondPlace.keep();
  }

  /** One after the other: the last write is the newest. */
  #write(): Promise<void> {
    return this.#commits.add(null);
  }

  /** Other settings hold once they are written, and not before: nothing leaves, and nobody is registered, by what may be refused. */
  async #store(): Promise<void> {
    const isTaking = this.#next !== null;
    try {
      await replaceFile(this.#path, this.#text());
      if (isTaking) this.#hold();
    } finally {
      if (isTaking) this.#next = null;
    }
  }

  #hold(): void {
    if (this.#next === null) return;
    const { provision, locale, revision } = this.#next;
    this.#become(provision);
    this.#locale = locale;
    this.#revision = revision;
    this.#last.hold(revision);
    this.#isLost = false;
    this.#tell();
  }

  #text(): string {
    return sealSettings(this.#vault, {
      provision: this.#provision,
      locale: this.#locale,
      revision: this.#revision,
      ...this.#next,
      isSoundOn: this.#isSoundOn,
      pin: this.managerPin.record,
      tillId: this.tillId,
    });
  }
}

/** Out of what stays through every rotation: of a till whose settings do not say it. */
export function tillIdOf(vault: Vault): string {
  return vault.trailMac('till');
}
