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
import { ManagerPin, type PinRecord, type PinTrail, type Replacing } from './managerPin.ts';
import { laterPin, PinFile } from './pinFile.ts';
import { openSettings, sealSettings } from './settingsFile.ts';

/** Why a till was not set up. `settings.missing`: it was before, and nobody is left whose PIN could be asked for. */
export type SetUpRefusal = PinRefusal | 'request.refused' | 'settings.missing';

/** What happens before a secret is replaced that earlier settings have as well. Must not throw. */
type BeforeReplaced = (what: 'pin' | 'secret') => Promise<Replacing>;

/** The settings, sealed, in the data folder. */
export const SETTINGS_FILE = 'settings.json';

/** Who and where this till is. Secrets leave the provisioning file once and lie here sealed. */
export class SettingsStore {
  readonly warnings: StoreWarning[] = [];
  readonly managerPin: ManagerPin;
  readonly #path: string;
  readonly #pinFile: PinFile;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #trail: PinTrail | null;
  readonly #listeners: (() => void)[] = [];
  #beforeFirst = async () => {};
  #beforeReplaced: BeforeReplaced = async () => ({ take: () => {}, end: () => {} });
  /** However often somebody asks: all that came while one was written are the next one, with what holds then. */
  readonly #commits = new GroupCommit<null, void>(() => replaceFile(this.#path, this.#text()));
  #provision: Provision | null = null;
  #home: Home | null = null;
  #locale: Locale = 'zh-CN';
  #isSoundOn = true;
  #isLost = false;
  #revision = 0;
  #tillId: string | null = null;
  /** The same for the PIN in the second place. */
  readonly #pinCommits = new GroupCommit<null, void>(() =>
    this.#pinFile.write(this.managerPin.record),
  );
  /** How often the PIN in the second place was set; null while nothing is there. */
  #keptRevision: number | null = null;
  #settingUp: Promise<unknown> = Promise.resolve();
  /** Settings that are being taken over; null while none are. */
  #taking: Promise<unknown> | null = null;

  /** `trail`: where the tries of the PIN are counted as well. */
  constructor(folder: string, vault: Vault, clock: Clock, trail: PinTrail | null = null) {
    this.#path = join(folder, SETTINGS_FILE);
    this.#pinFile = new PinFile(folder, vault);
    this.#vault = vault;
    this.#clock = clock;
    this.#trail = trail;
    const keep = () => this.#keepPin();
    const beforeReplaced = () => this.#beforeReplaced('pin');
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
   * True where the trail tells of later settings than these: somebody has put them back. Nothing may be sent where they
   * say, until somebody whose word counts has said that they hold.
   */
  get isSetBack(): boolean {
    return this.#provision !== null && this.#revision < this.#highestRevision;
  }

  get #highestRevision(): number {
    return this.#trail?.settingsRevision.highest ?? 0;
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
    const kept = await this.#pinFile.read();
    const isReadable = kept !== 'missing' && kept !== 'unreadable';
    const record = laterPin(pin, isReadable ? kept.pin : null);
    if (record?.hasTrail) await this.#trail?.expect();
    this.managerPin.restore(record);
    if (record !== null || this.#provision !== null) await this.#comparePin(record);
    await this.#compareSettings();
    // From now on a trail that is removed together with the second place is missed as well.
    if (pin?.hasTrail === false && this.#trail !== null) await isDone(this.#write());
    if (isReadable && !kept.isOldFormat) this.#keptRevision = kept.pin?.revision ?? 0;
    if (this.#provision === null) this.#isLost = kept !== 'missing';
    else await this.#keepSecondPin();
  }

  /** The trail knows how often a PIN was set: fewer times here, and somebody has put an earlier one back, or none. */
  async #comparePin(record: PinRecord | null): Promise<void> {
    const revision = record?.revision ?? 0;
    if (this.#trail === null || revision >= this.#trail.pinRevision.last) return;
    const action = record === null ? 'pin.missing' : 'pin.set-back';
    await this.#trail.owe({ action, operatorId: null, slip: null, revision });
  }

  /** The same for the settings. Where they have come further than the trail, it catches up. */
  async #compareSettings(): Promise<void> {
    if (this.#trail === null || this.#provision === null) return;
    const { last, highest } = this.#trail.settingsRevision;
    if (this.#revision === 0 && highest === 0) {
      // Of a version that did not count them.
      this.#revision = 1;
      if (!(await isDone(this.#write()))) this.#revision = 0;
    }
    const settingsRevision = this.#revision;
    // The line of a set-back has the number as well: it is written once.
    if (settingsRevision === highest || (this.isSetBack && last === settingsRevision)) return;
    const action = this.isSetBack ? 'settings.set-back' : 'settings.counted';
    await this.#trail.owe({ action, operatorId: null, slip: null, settingsRevision });
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

  /** Called before another PIN or app secret takes the place of one. */
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
    // One after the other: one that the disk refuses must not undo what came after it.
    const before = this.#taking;
    const take = () => this.#take(provision, isByWord);
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
    // A PIN in place of one that comes with it does the same.
    const isOnItsOwn = managerPin === undefined || !this.managerPin.isSet;
    const isOtherSecret = isOnItsOwn && appSecret !== provision.gateway.appSecret;
    const replacing = isOtherSecret ? await this.#beforeReplaced('secret') : null;
    let putBack = () => {};
    // In the turn in which the other PIN holds, and seals: what is written before has settings and PIN of before.
    const become = () => {
      replacing?.take();
      putBack = this.#becomeNext(provision, isByWord);
      // At once: the next save is signed with them already, and what was signed before is of the past.
      this.#tell();
    };
    try {
      if (managerPin === undefined) {
        become();
        await this.#write();
      } else await this.managerPin.set(managerPin, become);
      this.#isLost = false;
    } catch (error) {
      putBack();
      this.#tell();
      // The file may have its name already, where only its folder was not flushed.
      await isDone(this.#write());
      throw error;
    } finally {
      replacing?.end();
    }
    await this.#keepSecondPin();
  }

  /** These are the settings from now on; gives the way back. */
  #becomeNext(provision: Provision, isByWord: boolean): () => void {
    const before = { provision: this.#provision, locale: this.#locale, revision: this.#revision };
    const isOther = !this.isSetBack && !isDeepStrictEqual(provision, this.#provision);
    if (isOther || (this.isSetBack && isByWord))
      this.#revision = Math.max(this.#revision, this.#highestRevision) + 1;
    this.#become(provision);
    this.#locale = provision.locale ?? this.#locale;
    return () => {
      this.#become(before.provision);
      this.#locale = before.locale;
      this.#revision = before.revision;
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
    this.#home = provision === null ? null : homeOf(provision);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Seals everything anew, with the key of now. Throws what the disk throws. */
  async rewrite(): Promise<void> {
    if (this.#provision !== null || this.managerPin.isSet) await this.#write();
    if (this.#keptRevision !== null) await this.#pinCommits.add(null);
  }

  async setLocale(locale: Locale): Promise<void> {
    this.#locale = locale;
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
    if (this.#provision !== null) await this.#keepSecondPin();
  }

  /** Where the disk refuses, the next start tries again. */
  async #keepSecondPin(): Promise<void> {
    const { record } = this.managerPin;
    const revision = record?.revision ?? 0;
    if (revision === this.#keptRevision) return;
    if (await isDone(this.#pinCommits.add(null))) this.#keptRevision = revision;
  }

  /** One after the other: the last write is the newest. */
  #write(): Promise<void> {
    return this.#commits.add(null);
  }

  #text(): string {
    return sealSettings(this.#vault, {
      provision: this.#provision,
      locale: this.#locale,
      isSoundOn: this.#isSoundOn,
      pin: this.managerPin.record,
      revision: this.#revision,
      tillId: this.tillId,
    });
  }
}

/** Out of what stays through every rotation: of a till whose settings do not say it. */
export function tillIdOf(vault: Vault): string {
  return vault.trailMark('till');
}
