import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import {
  LOCALES,
  type Locale,
  type Provision,
  parseProvision,
} from '../../app/settings/provision.ts';
import { errorCode, replaceFile } from '../files/durableFile.ts';
import { setAside } from '../files/setAside.ts';
import type { Vault } from '../vault/vault.ts';

const fileSchema = z.strictObject({
  format: z.literal(1),
  /** The provisioning with its secrets, sealed; null before the first. */
  sealedProvision: z.string().nullable(),
  locale: z.enum(LOCALES),
});

const PLACE = 'settings';

/** Who and where this till is. Secrets leave the provisioning file once and lie here sealed. */
export class SettingsStore {
  readonly notices: StoreNotice[] = [];
  readonly #path: string;
  readonly #vault: Vault;
  #provision: Provision | null = null;
  #locale: Locale = 'zh-CN';

  constructor(folder: string, vault: Vault) {
    this.#path = join(folder, 'settings.json');
    this.#vault = vault;
  }

  get provision(): Provision | null {
    return this.#provision;
  }

  get locale(): Locale {
    return this.#locale;
  }

  /** Settings that cannot be read are set aside, aloud; the till then waits for provisioning. */
  async load(now: () => number): Promise<void> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return;
      throw error;
    }
    if (!this.#take(text)) {
      this.notices.push({ code: 'store.set-aside', detail: await setAside(this.#path, now()) });
    }
  }

  /** Takes over a provisioning that has been checked. */
  async provisionWith(provision: Provision): Promise<void> {
    this.#provision = provision;
    this.#locale = provision.locale ?? this.#locale;
    await this.#write();
  }

  async setLocale(locale: Locale): Promise<void> {
    this.#locale = locale;
    await this.#write();
  }

  #take(text: string): boolean {
    try {
      const file = fileSchema.parse(JSON.parse(text));
      this.#locale = file.locale;
      if (file.sealedProvision === null) return true;
      const parsed = parseProvision(this.#vault.open(file.sealedProvision, PLACE) ?? '');
      if (parsed.ok) this.#provision = parsed.value;
      return parsed.ok;
    } catch {
      return false;
    }
  }

  async #write(): Promise<void> {
    const sealedProvision =
      this.#provision === null ? null : this.#vault.seal(JSON.stringify(this.#provision), PLACE);
    const file = { format: 1, sealedProvision, locale: this.#locale };
    await replaceFile(this.#path, JSON.stringify(file));
  }
}
