import { join } from 'node:path';
import { z } from 'zod';
import { type Home, homeOf } from '../../app/outbox/home.ts';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { PinRefusal } from '../../app/settings/pin.ts';
import {
  LOCALES,
  type Locale,
  type Provision,
  parseProvision,
} from '../../app/settings/provision.ts';
import { readIfThere, replaceFile } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { setAside } from '../files/setAside.ts';
import type { Clock } from '../replay/sleeper.ts';
import type { Vault } from '../vault/vault.ts';
import { ManagerPin, type PinRecord, type PinTrail, pinRecordSchema } from './managerPin.ts';
import { laterPin, PinFile } from './pinFile.ts';

const fileSchema = z.strictObject({
  format: z.literal(1),
  /** The provisioning with its secrets, sealed; null before the first. */
  sealedProvision: z.string().nullable(),
  locale: z.enum(LOCALES),
  /** Absent in files of the first version. */
  isSoundOn: z.boolean().default(true),
  /** Absent in files of the first version. */
  sealedPin: z.string().nullable().default(null),
});

/** Why a till was not set up. `settings.missing`: it was before, and nobody is left whose PIN could be asked for. */
export type SetUpRefusal = PinRefusal | 'request.refused' | 'settings.missing';

const PLACE = 'settings';
const PIN_PLACE = 'manager pin';

/** Who and where this till is. Secrets leave the provisioning file once and lie here sealed. */
export class SettingsStore {
  readonly notices: StoreNotice[] = [];
  readonly managerPin: ManagerPin;
  readonly #path: string;
  readonly #pinFile: PinFile;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #trail: PinTrail | null;
  readonly #listeners: (() => void)[] = [];
  #writing: Promise<void> = Promise.resolve();
  #provision: Provision | null = null;
  #home: Home | null = null;
  #locale: Locale = 'zh-CN';
  #isSoundOn = true;
  #isLost = false;
  /** How often the PIN in the second place was set; null while nothing is there. */
  #keptRevision: number | null = null;
  #settingUp: Promise<unknown> = Promise.resolve();

  /** `trail`: where the tries of the PIN are counted as well. */
  constructor(folder: string, vault: Vault, clock: Clock, trail: PinTrail | null = null) {
    this.#path = join(folder, 'settings.json');
    this.#pinFile = new PinFile(folder, vault);
    this.#vault = vault;
    this.#clock = clock;
    this.#trail = trail;
    this.managerPin = new ManagerPin({ clock, keep: () => this.#keepPin(), trail });
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

  /** True where the till was set up once, and its settings are gone: they are not taken from just anybody. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Settings that cannot be read are set aside, aloud; the till then waits for provisioning. */
  async load(): Promise<void> {
    const bytes = await readIfThere(this.#path);
    const pin = bytes === null ? null : await this.#read(bytes.toString('utf8'));
    const kept = await this.#pinFile.read();
    const isReadable = kept !== 'missing' && kept !== 'unreadable';
    const record = laterPin(pin, isReadable ? kept.pin : null);
    if (record?.hasTrail) await this.#trail?.expect();
    this.managerPin.restore(record);
    if (record !== null || this.#provision !== null) await this.#compare(record?.revision ?? 0);
    // From now on a trail that is removed together with the second place is missed as well.
    if (pin?.hasTrail === false && this.#trail !== null) await isDone(this.#write());
    if (isReadable && !kept.isOldFormat) this.#keptRevision = kept.pin?.revision ?? 0;
    if (this.#provision === null) this.#isLost = kept !== 'missing';
    else await this.#keepSecondPin();
  }

  /** The trail knows how often a PIN was set: fewer times here, and somebody has put an earlier one back. */
  async #compare(revision: number): Promise<void> {
    if (this.#trail === null || revision >= this.#trail.pinRevision.last) return;
    await this.#trail.owe({ action: 'pin.set-back', operatorId: null, slip: null, revision });
  }

  /** What else tells that this till had settings. To be called once all is read. */
  lookForLoss(hadSettings: boolean): void {
    this.#isLost ||= this.#provision === null && hadSettings;
  }

  /** Calls back after every change of what the till works with, once it is on the disk. */
  onChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Takes over a provisioning that has been checked. Of a PIN in it only a hash is kept. Throws what the
   * disk throws; then everything is as it was.
   */
  async provisionWith({ managerPin, ...provision }: Provision): Promise<void> {
    const before = { provision: this.#provision, locale: this.#locale };
    this.#become(provision);
    this.#locale = provision.locale ?? this.#locale;
    // At once: the next save is signed with them already, and what was signed before is of the past.
    this.#tell();
    try {
      if (managerPin === undefined) await this.#write();
      else await this.managerPin.set(managerPin);
      this.#isLost = false;
    } catch (error) {
      this.#become(before.provision);
      this.#locale = before.locale;
      this.#tell();
      throw error;
    }
    await this.#keepSecondPin();
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
    if (this.#provision !== null) return 'request.refused';
    if (!this.managerPin.isSet) {
      if (this.#isLost) return 'settings.missing';
      await this.provisionWith({ ...provision, managerPin: pin });
      return null;
    }
    if (!this.#isLost) return 'request.refused';
    const verdict = await this.managerPin.verify(pin);
    if (verdict !== 'ok') return verdict;
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
    if (this.#keptRevision !== null) await this.#pinFile.write(this.managerPin.record);
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
    let pin: PinRecord | null = null;
    try {
      const file = fileSchema.parse(JSON.parse(text));
      this.#locale = file.locale;
      this.#isSoundOn = file.isSoundOn;
      if (file.sealedPin !== null) pin = this.#openPin(file.sealedPin);
      if (file.sealedProvision === null) return pin;
      const parsed = parseProvision(this.#vault.open(file.sealedProvision, PLACE) ?? '');
      if (parsed.ok) {
        this.#become(parsed.value);
        return pin;
      }
    } catch {
      // As below.
    }
    this.notices.push({
      code: 'store.set-aside',
      detail: await setAside(this.#path, this.#clock.now()),
    });
    return pin;
  }

  #openPin(sealed: string) {
    return pinRecordSchema.parse(JSON.parse(this.#vault.open(sealed, PIN_PLACE) ?? ''));
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
    if (await isDone(this.#pinFile.write(record))) this.#keptRevision = revision;
  }

  /** One after the other, each with what holds at its turn: the last write is the newest. */
  #write(): Promise<void> {
    const written = this.#writing.then(() => replaceFile(this.#path, JSON.stringify(this.#file())));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  #file(): z.input<typeof fileSchema> {
    const seal = (value: unknown, place: string) =>
      value === null ? null : this.#vault.seal(JSON.stringify(value), place);
    return {
      format: 1,
      sealedProvision: seal(this.#provision, PLACE),
      locale: this.#locale,
      isSoundOn: this.#isSoundOn,
      sealedPin: seal(this.managerPin.record, PIN_PLACE),
    };
  }
}
