import { join } from 'node:path';
import type { Home } from '../../app/outbox/home.ts';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Locale } from '../../app/settings/locales.ts';
import type { Provision } from '../../app/settings/provision.ts';
import type { Clock } from '../clock/clock.ts';
import { isDone } from '../files/isDone.ts';
import type { Vault } from '../vault/vault.ts';
import { HeldSettings } from './heldSettings.ts';
import { LastSettings, type SetBack } from './lastSettings.ts';
import { ManagerPin, type PinTrail } from './managerPin.ts';
import { readAtStart } from './readAtStart.ts';
import { SecondPlace } from './secondPlace.ts';
import { SETTINGS_FILE } from './settingsFile.ts';
import {
  type BeforeReplaced,
  type Former,
  type SaveRefusal,
  type SetUpRefusal,
  TakingOver,
} from './takingOver.ts';

/** Who a till was that goes on as this one, and with what. */
interface FormerTill extends Former {
  provision: Provision;
  locale: Locale;
}

/** Who and where this till is. Secrets leave the provisioning file once and lie here sealed. */
export class SettingsStore {
  readonly warnings: StoreWarning[] = [];
  readonly managerPin: ManagerPin;
  readonly #held: HeldSettings;
  readonly #takingOver: TakingOver;
  readonly #secondPlace: SecondPlace;
  readonly #last: LastSettings;
  readonly #read: () => Promise<void>;

  /** `trail`: where the tries of the PIN are counted as well. */
  constructor(folder: string, vault: Vault, clock: Clock, trail: PinTrail | null = null) {
    const path = join(folder, SETTINGS_FILE);
    const pin = () => managerPin.record;
    const last = new LastSettings(trail);
    const held = new HeldSettings({ path, vault, last, pin });
    const secondPlace = new SecondPlace(folder, vault, () => ({
      pin: pin(),
      settingsRevision: Math.max(held.revision, last.highest),
    }));
    const keep = () => this.#keepPin();
    const beforeReplaced = () => takingOver.beforePin();
    const managerPin = new ManagerPin({ clock, keep, beforeReplaced, trail });
    const takingOver = new TakingOver({ held, managerPin, secondPlace, last });
    const { warnings } = this;
    const parts = { path, vault, clock, trail, secondPlace, held, managerPin, last, warnings };
    this.#read = () => readAtStart(parts);
    this.managerPin = managerPin;
    this.#held = held;
    this.#takingOver = takingOver;
    this.#secondPlace = secondPlace;
    this.#last = last;
  }

  get provision(): Provision | null {
    return this.#held.provision;
  }

  /** Whose saves may leave, or null before the first settings. */
  get home(): Home | null {
    return this.#held.home;
  }

  get isSoundOn(): boolean {
    return this.#held.isSoundOn;
  }

  get locale(): Locale {
    return this.#held.locale;
  }

  /** How often the provisioning has changed; the trail's lines about it have the same number. */
  get revision(): number {
    return this.#held.revision;
  }

  /** How often the settings have changed since the start, whoever has vouched for them. */
  get changes(): number {
    return this.#held.changes;
  }

  /** Which till this is, whatever its key and its PIN are by now: in every copy of its folder the same. */
  get tillId(): string {
    return this.#held.tillId;
  }

  /**
   * Why these may not be the last settings: somebody has put earlier ones back, or nobody can know; null where they are.
   * Nothing may be sent where they say, until somebody whose word counts has said that they hold.
   */
  get setBack(): SetBack | null {
    return this.provision === null ? null : this.#last.setBack(this.revision);
  }

  /** The settings where they are the last ones: nothing goes by others but what somebody does at the till. */
  get lastProvision(): Provision | null {
    return this.setBack === null ? this.provision : null;
  }

  /** True where the till was set up once, and its settings are gone: they are not taken from just anybody. */
  get isLost(): boolean {
    return this.#held.isLost;
  }

  /**
   * Settings that cannot be read are set aside, aloud; the till then waits for provisioning. Throws `NewerFormatError`,
   * with everything as it was, where a later version has written them.
   */
  load(): Promise<void> {
    return this.#read();
  }

  /** What else tells that this till had settings. To be called once all is read. */
  lookForLoss(hadSettings: boolean): void {
    this.#held.isLost ||= this.provision === null && hadSettings;
  }

  /** No trail vouches for the settings that hold now: `setBack` says so until somebody has said that they do. */
  doubt(): void {
    this.#last.doubt();
  }

  /** Called before the first settings of a till are sealed; they are not taken over where it throws. */
  beforeFirst(act: () => Promise<void>): void {
    this.#takingOver.beforeFirst(act);
  }

  /** Called before another PIN or app secret takes the place of one, or of none. */
  beforeReplaced(act: BeforeReplaced): void {
    this.#takingOver.beforeReplaced(act);
  }

  /** Calls back after every change of what the till works with, once it is on the disk. */
  onChanged(listener: () => void): void {
    this.#held.onChanged(listener);
  }

  /**
   * Takes over a provisioning that has been checked. Of a PIN in it only a hash is kept. `isByWord`: the manager or an
   * administrator has said so; only that makes settings hold that were put back. Throws what the disk throws; then
   * everything is as it was.
   */
  provisionWith(provision: Provision, { isByWord = true } = {}): Promise<void> {
    return this.#takingOver.take(provision, isByWord);
  }

  /**
   * Goes on as the till of a folder that was set aside: with its settings, its name and its PIN. `tries`: how many wrong
   * ones its trail knows of. Throws what the disk throws; then everything is as it was.
   */
  goOnAs({ tillId, pin, provision, locale }: FormerTill, tries: number): Promise<void> {
    // Its trail has counted as well: either place may have been set back.
    const counted = pin && { ...pin, wrong: Math.max(pin.wrong, tries), cameWith: pin.salt };
    return this.#takingOver.takeAlong({ ...provision, locale }, { tillId, pin: counted });
  }

  /**
   * Takes over what the manager has typed over the settings that were shown after so many `changes`; `merge`: what
   * becomes of those that hold by then, or why that cannot be. Null when it is done. Throws as `provisionWith`.
   */
  saveOver(
    changes: number,
    merge: (stored: Provision | null) => Provision | SaveRefusal,
  ): Promise<SaveRefusal | null> {
    return this.#takingOver.saveOver(changes, merge);
  }

  /** Resolves when no settings are being taken over: whoever judges others must not judge by what is about to change. */
  taken(): Promise<void> {
    return this.#takingOver.taken();
  }

  /**
   * The first settings of a till, with its PIN; one that was set up before takes them by the PIN of then. Null when it
   * is done. Throws what the disk throws; then everything is as it was.
   */
  setUp(provision: Provision, pin: string): Promise<SetUpRefusal | null> {
    return this.#takingOver.setUp(provision, pin);
  }

  /**
   * Seals everything anew, with the key of now. Throws what the disk throws; but the second place may stay as it is: whoever
   * has seen to it that nothing takes the place of that file is not to keep a former key open with it.
   */
  async rewrite(): Promise<void> {
    if (this.provision !== null || this.managerPin.isSet) await this.#held.write();
    await isDone(this.#secondPlace.rewrite());
  }

  /** Throws what the disk throws. */
  setLocale(locale: Locale): Promise<void> {
    return this.#held.setLocale(locale);
  }

  /** Throws what the disk throws. */
  setSound(isOn: boolean): Promise<void> {
    return this.#held.setSound(isOn);
  }

  /** The settings first: a power cut between the two leaves the later PIN where it is looked for. */
  async #keepPin(): Promise<void> {
    await this.#held.write();
    if (this.provision !== null) await this.#secondPlace.keep();
  }
}
