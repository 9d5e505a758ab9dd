import { join } from 'node:path';
import { z } from 'zod';
import { type Home, homeOf } from '../../app/outbox/home.ts';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import {
  LOCALES,
  type Locale,
  type Provision,
  parseProvision,
} from '../../app/settings/provision.ts';
import { readIfThere, replaceFile } from '../files/durableFile.ts';
import { setAside } from '../files/setAside.ts';
import type { Clock } from '../replay/sleeper.ts';
import type { Vault } from '../vault/vault.ts';
import { ManagerPin, pinRecordSchema } from './managerPin.ts';

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

const PLACE = 'settings';
const PIN_PLACE = 'manager pin';

/** Who and where this till is. Secrets leave the provisioning file once and lie here sealed. */
export class SettingsStore {
  readonly notices: StoreNotice[] = [];
  readonly managerPin: ManagerPin;
  readonly #path: string;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #listeners: (() => void)[] = [];
  #writing: Promise<void> = Promise.resolve();
  #provision: Provision | null = null;
  #home: Home | null = null;
  #locale: Locale = 'zh-CN';
  #isSoundOn = true;
  #isBeingSetUp = false;

  constructor(folder: string, vault: Vault, clock: Clock) {
    this.#path = join(folder, 'settings.json');
    this.#vault = vault;
    this.#clock = clock;
    this.managerPin = new ManagerPin({ clock, keep: () => this.#write() });
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

  /** Settings that cannot be read are set aside, aloud; the till then waits for provisioning. */
  async load(): Promise<void> {
    const bytes = await readIfThere(this.#path);
    if (bytes === null) return;
    if (!this.#take(bytes.toString('utf8'))) {
      this.notices.push({
        code: 'store.set-aside',
        detail: await setAside(this.#path, this.#clock.now()),
      });
    }
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
    } catch (error) {
      this.#become(before.provision);
      this.#locale = before.locale;
      this.#tell();
      throw error;
    }
  }

  /**
   * The first settings with the first PIN; `announce` is waited for before. False where there are any already, or are
   * just being made: of many calls at once the first one sets up. Throws as `provisionWith` does.
   */
  async setUp(provision: Provision, announce: () => Promise<unknown>): Promise<boolean> {
    if (this.#isBeingSetUp || this.#provision !== null || this.managerPin.isSet) return false;
    this.#isBeingSetUp = true;
    try {
      await announce();
      await this.provisionWith(provision);
      return true;
    } finally {
      this.#isBeingSetUp = false;
    }
  }

  #become(provision: Provision | null): void {
    this.#provision = provision;
    this.#home = provision === null ? null : homeOf(provision);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  async setLocale(locale: Locale): Promise<void> {
    this.#locale = locale;
    await this.#write();
  }

  async setSound(isOn: boolean): Promise<void> {
    this.#isSoundOn = isOn;
    await this.#write();
  }

  #take(text: string): boolean {
    try {
      const file = fileSchema.parse(JSON.parse(text));
      this.#locale = file.locale;
      this.#isSoundOn = file.isSoundOn;
      if (file.sealedPin !== null) this.managerPin.restore(this.#openPin(file.sealedPin));
      if (file.sealedProvision === null) return true;
      const parsed = parseProvision(this.#vault.open(file.sealedProvision, PLACE) ?? '');
      if (parsed.ok) this.#become(parsed.value);
      return parsed.ok;
    } catch {
      return false;
    }
  }

  #openPin(sealed: string) {
    return pinRecordSchema.parse(JSON.parse(this.#vault.open(sealed, PIN_PLACE) ?? ''));
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
