import { isDeepStrictEqual } from 'node:util';
import { type Home, homeOf } from '../../app/outbox/home.ts';
import type { Locale } from '../../app/settings/locales.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { replaceFile } from '../files/durableFile.ts';
import { GroupCommit } from '../files/groupCommit.ts';
import { isDone } from '../files/isDone.ts';
import type { Vault } from '../vault/vault.ts';
import type { LastSettings } from './lastSettings.ts';
import type { PinRecord } from './managerPin.ts';
import { type SettingsContent, sealSettings } from './settingsFile.ts';
import { tillIdOf } from './tillIdOf.ts';

/** What comes with a provisioning that is being taken over. */
interface NextSettings {
  provision: Provision;
  locale: Locale;
  revision: number;
}

interface HeldSettingsOptions {
  path: string;
  vault: Vault;
  last: LastSettings;
  /** The PIN that is written with them. */
  pin: () => PinRecord | null;
}

/** The settings that hold, and the file that has them. Others hold once they are written. */
export class HeldSettings {
  /** The till was set up once, and its settings are gone. */
  isLost = false;
  readonly #options: HeldSettingsOptions;
  readonly #listeners: (() => void)[] = [];
  /** However often somebody asks: all that came while one was written are the next one, with what holds then. */
  readonly #commits = new GroupCommit<null, void>(() => this.#store());
  #provision: Provision | null = null;
  /** What the next write has in it, and holds once that is on the disk; null while nothing is being taken over. */
  #next: NextSettings | null = null;
  #home: Home | null = null;
  #locale: Locale = 'zh-CN';
  #isSoundOn = true;
  #revision = 0;
  #changes = 0;
  #tillId: string | null = null;

  constructor(options: HeldSettingsOptions) {
    this.#options = options;
  }

  get provision(): Provision | null {
    return this.#provision;
  }

  get home(): Home | null {
    return this.#home;
  }

  get isSoundOn(): boolean {
    return this.#isSoundOn;
  }

  get locale(): Locale {
    return this.#locale;
  }

  get revision(): number {
    return this.#revision;
  }

  /**
   * How often others have come to hold since the start. The revision is not changed by those that nobody has vouched for:
   * it tells the trail which are the last, and not a screen whether it shows what holds.
   */
  get changes(): number {
    return this.#changes;
  }

  get tillId(): string {
    return this.#tillId ?? tillIdOf(this.#options.vault);
  }

  /** Calls back once others hold. */
  onChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Others hold, or what holds may be used as it may not before. */
  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** What the file has said at the start. */
  restore({ provision, locale, isSoundOn, revision, tillId }: SettingsContent): void {
    this.#locale = locale;
    this.#isSoundOn = isSoundOn;
    this.#revision = revision;
    this.#tillId = tillId;
    this.#become(provision);
  }

  /** Has this name in the next write; gives what takes that back. */
  goOnAs(tillId: string): () => void {
    const before = this.#tillId;
    this.#tillId = tillId;
    return () => {
      this.#tillId = before;
    };
  }

  /** The first number of settings that a version has written that did not count them. */
  async countFirst(): Promise<void> {
    this.#revision = 1;
    if (!(await isDone(this.write()))) this.#revision = 0;
  }

  /** Has these in the next write, instead of what holds until then. */
  prepare(next: NextSettings): void {
    this.#next = next;
  }

  /** Throws what the disk throws. */
  async setLocale(locale: Locale): Promise<void> {
    this.#locale = locale;
    // Whoever chooses one now has chosen it later.
    if (this.#next !== null) this.#next = { ...this.#next, locale };
    await this.write();
  }

  /** Throws what the disk throws. */
  async setSound(isOn: boolean): Promise<void> {
    this.#isSoundOn = isOn;
    await this.write();
  }

  /** One after the other: the last write is the newest. Throws what the disk throws. */
  write(): Promise<void> {
    return this.#commits.add(null);
  }

  /** Other settings hold once they are written, and not before: nothing leaves, and nobody is registered, by what may be refused. */
  async #store(): Promise<void> {
    const isTaking = this.#next !== null;
    try {
      await replaceFile(this.#options.path, this.#text());
      if (isTaking) this.#hold();
    } finally {
      if (isTaking) this.#next = null;
    }
  }

  #hold(): void {
    if (this.#next === null) return;
    const { provision, locale, revision } = this.#next;
    if (!isDeepStrictEqual(provision, this.#provision)) this.#changes += 1;
    this.#become(provision);
    this.#locale = locale;
    this.#revision = revision;
    this.#options.last.hold(revision);
    this.isLost = false;
    this.tell();
  }

  #become(provision: Provision | null): void {
    this.#provision = provision;
    this.#home = provision && homeOf(provision);
  }

  #text(): string {
    return sealSettings(this.#options.vault, {
      provision: this.#provision,
      locale: this.#locale,
      revision: this.#revision,
      ...this.#next,
      isSoundOn: this.#isSoundOn,
      pin: this.#options.pin(),
      tillId: this.tillId,
    });
  }
}
