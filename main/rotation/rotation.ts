import { readdir } from 'node:fs/promises';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { errorCode } from '../files/durableFile.ts';
import { asWriteFailure, type StoreFailure } from '../files/storeFailure.ts';
import type { Log } from '../log.ts';
import type { LowdbOutboxStore } from '../outbox/lowdbOutboxStore.ts';
import type { PersonErasure } from '../person/personErasure.ts';
import type { Replacing } from '../settings/managerPin.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';
import type { DataKeys } from '../vault/dataKeys.ts';
import { MOST_KEYS } from '../vault/keyFile.ts';
import { sealedTexts } from '../vault/sealedTexts.ts';
import type { Vault } from '../vault/vault.ts';
import type { ManagerWords } from '../words/managerWords.ts';

export interface RotationOptions {
  /** The data folder. */
  folder: string;
  keys: DataKeys;
  vault: Vault;
  store: Pick<LowdbOutboxStore, 'reseal' | 'compact'>;
  settings: SettingsStore;
  words: Pick<ManagerWords, 'rewrite'>;
  erasures: Pick<PersonErasure, 'rewrite'>;
  audit: Pick<AuditTrail, 'owe' | 'warnings'>;
  log: Log;
  clock: Pick<Clock, 'monotonic'>;
}

/** Anybody can hand over one file after the other, each with another number: it asks once in this time (ms). */
const ASKED_EVERY_MS = 60 * 60_000;

/** A PIN or secret has changed, and the key not: told until there is a new one. */
const OWED = 'key.not-replaced';

/** Whose word it is, or what for; for the audit trail. */
type Reason = 'manager' | 'pin' | 'secret' | 'provision' | 'first-settings';

/** Why no new key was made; then nothing has changed. */
export type RotationFailure = 'key.refused' | 'key.too-many' | StoreFailure;

/** Copies of damaged files of the store, sealed as they were, and files of it that were set aside, in whatever letters. */
const EVIDENCE = /^outbox-.*\.unreadable-/i;

/**
 * Replaces the data key of a running till; `docs/keys.md`, "Rotation", has the steps and what a crash leaves. Sealing anew
 * ends with its next step when the till stops, and the next start goes on.
 */
export class Rotation {
  readonly #options: RotationOptions;
  readonly #listeners = new Set<() => void>();
  #running: Promise<void> = Promise.resolve();
  /** When a number has asked last, on the monotonic clock. */
  #askedAt: number | null = null;
  /** How many other PINs and secrets are about to be stored. */
  #due = 0;
  #isStopped = false;
  /** No key is there that is older than this start. */
  #isAllNew: boolean;

  readonly #seal = (key: Buffer) => this.#options.vault.renew(key);

  constructor(options: RotationOptions) {
    this.#options = options;
    this.#isAllNew = options.keys.isNew;
  }

  /** Whether a key of before is still kept, because something may be sealed with it. */
  get isOldKeyNeeded(): boolean {
    return this.#options.keys.former.length > 0;
  }

  /** Calls back when there is a new key, and when the old ones are erased. */
  onChanged(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** What the settings ask for, if they do, and what an earlier rotation has left. */
  goOn(): Promise<void> {
    return this.#inTurn(async () => {
      const { keys, settings } = this.#options;
      const asked = settings.lastProvision?.rotateKey ?? 0;
      // Another one, not a greater one: whoever handed over the greatest number would have asked for the last time.
      const isNew = asked !== 0 && asked !== keys.rotation && !this.#isStopped;
      if (isNew && this.#mayAsk && this.#due === 0) await this.#beginAsAsked(asked);
      if (this.#due > 0) return;
      await this.#finish();
      if (await this.#beginOwed()) await this.#finish();
    });
  }

  /** A new key by the manager's word, or why there is none; sealing anew goes on in the background. */
  async begin(): Promise<RotationFailure | null> {
    const failure = await this.#beginNow('manager');
    if (failure === null) void this.goOn();
    return failure;
  }

  /**
   * Before the first settings: who has copied the key of another till here could give that one what is sealed with it, or
   * this one what he has sealed there. So a key that is older than this start seals none, and opens nothing afterwards.
   * Throws where there is no new one, with its code; then nothing has changed.
   */
  async beginForFirstSettings(): Promise<void> {
    if (this.#isAllNew) return;
    const failure = await this.#beginNow('first-settings');
    if (failure !== null) throw Object.assign(new Error('no new key'), { code: failure });
    void this.goOn();
  }

  /**
   * Before another PIN or app secret takes the place of one: whoever knows that, and has kept a copy of the folder, could
   * change settings and PIN there and give them back, or have what waits now taken in with the settings of then. They are
   * sealed with a key that is no more. Where there is no new one it changes all the same. The new key seals nothing before
   * the other one holds, and until that is stored nothing is sealed anew and no further key begins: else the one of before
   * would lie under a key that stays.
   */
  async beginForReplaced(what: 'pin' | 'secret'): Promise<Replacing> {
    const { keys, vault, audit, log } = this.#options;
    this.#due += 1;
    const made: Buffer[] = [];
    const failure = await this.#beginNow(what, (key) => void made.push(key));
    if (failure !== null) {
      log.warn('key not replaced', { with: what, code: failure });
      await audit.owe({ action: OWED, operatorId: null, slip: null, reason: what });
    }
    let isTaken = false;
    const take = () => {
      if (isTaken) return;
      isTaken = true;
      // Where another one is being replaced as well, the later key is the one.
      const [key] = made;
      if (key !== undefined && keys.current.equals(key)) vault.renew(key);
    };
    return {
      take,
      end: () => {
        // Whatever has kept the other one from holding: what is sealed by the key of before would not open once that goes.
        take();
        this.#due -= 1;
        void this.goOn();
      },
    };
  }

  /**
   * Begins nothing more by itself, and waits for the step that is under way: what it writes after the folder was given
   * back could fall into another program's.
   */
  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#running;
  }

  async #beginNow(reason: Reason, onMade = this.#seal): Promise<RotationFailure | null> {
    let failure: RotationFailure | null = null;
    await this.#inTurn(async () => {
      try {
        failure = await this.#begin(this.#options.keys.rotation, reason, onMade);
      } catch (error) {
        if (errorCode(error) === '') throw error;
        failure = asWriteFailure(error).failure;
      }
    });
    return failure;
  }

  get #mayAsk(): boolean {
    const { clock } = this.#options;
    return this.#askedAt === null || clock.monotonic() - this.#askedAt >= ASKED_EVERY_MS;
  }

  async #beginAsAsked(asked: number): Promise<void> {
    const failure = await this.#begin(asked, 'provision', this.#seal);
    if (failure === null) this.#askedAt = this.#options.clock.monotonic();
  }

  /** The new key of a PIN or secret that has changed without one, as soon as there can be one; true where there is. */
  async #beginOwed(): Promise<boolean> {
    const { keys, audit } = this.#options;
    const owed = audit.warnings.find(({ code }) => code === OWED);
    if (owed === undefined || this.#isStopped) return false;
    const reason = owed.detail === 'secret' ? 'secret' : 'pin';
    return (await this.#begin(keys.rotation, reason, this.#seal)) === null;
  }

  /** `onMade`: gets the key once it is on the disk; only then anything may be sealed with it. */
  async #begin(
    asked: number,
    reason: Reason,
    onMade: (key: Buffer) => void,
  ): Promise<RotationFailure | null> {
    const { keys, settings, audit } = this.#options;
    if (keys.former.length + 1 >= MOST_KEYS) return 'key.too-many';
    if (this.#due > 0 && reason !== 'pin' && reason !== 'secret') return 'key.refused';
    const isFirst = reason === 'first-settings';
    const key = isFirst
      ? await keys.replaceAll()
      : await keys.rotate(asked, settings.lastProvision?.recoveryKey ?? null);
    if (key === null) return 'key.refused';
    this.#isAllNew ||= isFirst;
    onMade(key);
    await audit.owe({ action: 'key.replaced', operatorId: null, slip: null, reason });
    this.#tell();
    return null;
  }

  async #finish(): Promise<void> {
    const { keys, store, settings, words, erasures, log, folder } = this.#options;
    if (keys.former.length === 0 || this.#isStopped) return;
    if (keys.isFormerOpen) {
      await settings.rewrite();
      // Whatever keeps them for longer, and whatever lies in the place of anything else: who puts settings of before back
      // is not to open them with a key of before.
      await keys.keepForBodies();
    }
    if (await this.#hasOldFiles()) {
      await settings.rewrite();
      await words.rewrite();
      await erasures.rewrite();
    }
    if (this.#isStopped || (await store.reseal()) > 0) return;
    // A line that is damaged later must not bring back an earlier one, whose key is gone.
    if (this.#isStopped || !(await store.compact())) return;
    if ((await this.#hasOldFiles()) || (await readdir(folder)).some((name) => EVIDENCE.test(name)))
      return;
    await keys.forgetFormer();
    log.info('former keys erased');
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
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
