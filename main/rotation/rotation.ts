import { readdir } from 'node:fs/promises';
import type { AuditTrail } from '../audit/auditTrail.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import type { LowdbOutboxStore } from '../outbox/lowdbOutboxStore.ts';
import type { Clock } from '../replay/sleeper.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';
import type { DataKeys } from '../vault/dataKeys.ts';
import { sealedTexts } from '../vault/sealedTexts.ts';
import type { Vault } from '../vault/vault.ts';

export interface RotationOptions {
  /** The data folder. */
  folder: string;
  keys: DataKeys;
  vault: Vault;
  store: Pick<LowdbOutboxStore, 'reseal' | 'compact'>;
  settings: SettingsStore;
  audit: Pick<AuditTrail, 'owe'>;
  log: Log;
  clock: Pick<Clock, 'monotonic'>;
}

/** Anybody can hand over one file after the other, each with a greater number: it asks once in this time (ms). */
const ASKED_EVERY = 60 * 60_000;

/** Copies of damaged files of the store, sealed as they were. */
const EVIDENCE = /^outbox-.*\.unreadable-/;

/**
 * Replaces the data key of a running till; `docs/keys.md`, "Rotation", has the steps and what a crash leaves. Nobody
 * waits for it when the till stops: a store that is closed ends it, and the next start goes on.
 */
export class Rotation {
  readonly #options: RotationOptions;
  #running: Promise<void> = Promise.resolve();
  /** When a number has asked last, on the monotonic clock. */
  #askedAt: number | null = null;

  constructor(options: RotationOptions) {
    this.#options = options;
  }

  /** What the settings ask for, if they do, and what an earlier rotation has left. */
  goOn(): Promise<void> {
    return this.#inTurn(async () => {
      const { keys, settings } = this.#options;
      const asked = settings.provision?.rotateKey ?? 0;
      if (asked > keys.rotation && this.#mayAsk) await this.#beginAsAsked(asked);
      await this.#finish();
    });
  }

  /** A new key by the manager's word; sealing anew goes on in the background. False where none could be made now. */
  async begin(): Promise<boolean> {
    let isBegun = false;
    await this.#inTurn(async () => {
      isBegun = await this.#begin(this.#options.keys.rotation);
    });
    if (isBegun) void this.goOn();
    return isBegun;
  }

  get #mayAsk(): boolean {
    const { clock } = this.#options;
    return this.#askedAt === null || clock.monotonic() - this.#askedAt >= ASKED_EVERY;
  }

  async #beginAsAsked(asked: number): Promise<void> {
    if (await this.#begin(asked)) this.#askedAt = this.#options.clock.monotonic();
  }

  async #begin(asked: number): Promise<boolean> {
    const { keys, vault, settings, audit } = this.#options;
    const key = await keys.rotate(asked, settings.provision?.recoveryKey ?? null);
    if (key === null) return false;
    // It is on the disk: only now anything may be sealed with it.
    vault.renew(key);
    await audit.owe({ action: 'key.replaced', operatorId: null, slip: null });
    return true;
  }

  async #finish(): Promise<void> {
    const { keys, store, settings, log, folder } = this.#options;
    if (keys.former.length === 0) return;
    if (await this.#hasOldFiles()) await settings.rewrite();
    if ((await store.reseal()) > 0) return;
    // A line that is damaged later must not bring back an earlier one, whose key is gone.
    if (!(await store.compact())) return;
    if ((await this.#hasOldFiles()) || (await readdir(folder)).some((name) => EVIDENCE.test(name)))
      return;
    await keys.forgetFormer();
    log.info('former keys erased');
  }

  async #hasOldFiles(): Promise<boolean> {
    const { folder, vault } = this.#options;
    return (await sealedTexts(folder)).some(
      ({ text, place }) => vault.reseal(text, place) !== null,
    );
  }

  /** What the disk refuses is left for the next time. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const result = this.#running.then(act).catch((error: unknown) => {
      if (errorCode(error) === '') throw error;
      this.#options.log.warn('key not replaced yet', { code: errorCode(error) });
    });
    this.#running = result.catch(() => undefined);
    return result;
  }
}
