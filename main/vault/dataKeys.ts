import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { replaceFile } from '../files/durableFile.ts';
import {
  checkOf,
  type FormerUse,
  KEY_BYTES,
  KeyClosedError,
  type KeyWrapper,
  type KeyWrappers,
  type Protection,
} from './dataKey.ts';
import { KEY_FILE, keyFileBytes, type ReadKeyFile, readKeyFile } from './keyFile.ts';
import { boundTo, openEntry, openFormer, rewrapped, tryToWrap, wrappedFor } from './openedKey.ts';
import { readRecoveryKey } from './recoveryKey.ts';
import { hashingOf, type OpenedKeys, renewed } from './renewedKeys.ts';
import { Vault } from './vault.ts';
import { WrittenKeyFile } from './writtenKeyFile.ts';

/**
 * The data keys of one folder, all of them open: the current one seals, those before it open what they have sealed
 * once. `docs/keys.md` has the file and what every step leaves.
 */
export class DataKeys {
  readonly #file: WrittenKeyFile;
  #wrappers: KeyWrappers;
  #keys: OpenedKeys;
  #turn: Promise<void> = Promise.resolve();
  /** Made in this start: nothing was there that it could have sealed. */
  readonly isNew: boolean;
  #isRenewed = false;

  private constructor(options: {
    path: string;
    wrappers: KeyWrappers;
    keys: OpenedKeys;
    bytes: Buffer;
    isNew: boolean;
  }) {
    this.isNew = options.isNew;
    const checks = options.keys.map(({ entry }) => entry.check);
    this.#file = new WrittenKeyFile(options.path, options.bytes, checks);
    this.#wrappers = options.wrappers;
    this.#keys = options.keys;
  }

  /**
   * The keys of a folder, or null where there is no file. Nothing is written. Throws `KeyClosedError` where one of them
   * does not open now, `NewerFormatError`, and what the disk throws.
   */
  static async read(
    folder: string,
    wrappers: KeyWrappers,
  ): Promise<{ keys: DataKeys; file: ReadKeyFile } | null> {
    const path = join(folder, KEY_FILE);
    const file = await readKeyFile(path);
    if (file === null) return null;
    const [first, ...others] = file.entries;
    const current = openEntry(first, wrappers.known);
    const { key } = current;
    const opened: OpenedKeys = [
      current,
      ...others.map((entry) => openFormer(entry, wrappers.known, key)),
    ];
    const { bytes } = file;
    const keys = new DataKeys({ path, wrappers, keys: opened, bytes, isNew: false });
    hashingOf(current);
    return { keys, file };
  }

  /** The first key of a folder that has none. Throws `KeyClosedError` where nothing wraps it, and what the disk throws. */
  static async make(folder: string, wrappers: KeyWrappers): Promise<DataKeys> {
    const key = randomBytes(KEY_BYTES);
    const wrapped = tryToWrap(key, wrappers.preferred);
    if (wrapped === null)
      throw new KeyClosedError('unwrap-failed', `${KEY_FILE} ${wrappers.preferred.protection}`);
    const plain = { hashing: null, recovery: [], rotation: 0, opens: 'all' as const, bond: null };
    const first = { key, entry: { ...wrapped, check: checkOf(key), ...plain } };
    const path = join(folder, KEY_FILE);
    const bytes = keyFileBytes([first.entry]);
    await replaceFile(path, bytes);
    return new DataKeys({ path, wrappers, keys: [first], bytes, isNew: true });
  }

  /** `none`: whoever has the folder has the key. */
  get protection(): Protection {
    return this.#keys[0].entry.protection;
  }

  /** The current key, for what is made of it. */
  get current(): Buffer {
    return this.#keys[0].key;
  }

  /** Those before it that something may still be sealed with. */
  get former(): Buffer[] {
    return this.#keys.slice(1).map(({ key }) => key);
  }

  /** Whether a key before the current one opens settings and PIN as well: until they are under the current one. */
  get isFormerOpen(): boolean {
    return this.#keys.slice(1).some(({ entry }) => entry.opens === 'all');
  }

  /** Whether the chain could open what this folder's keys have sealed. */
  get isRecoverable(): boolean {
    return this.#keys.some(({ entry }) => entry.recovery.length > 0);
  }

  vault(): Vault {
    const [current, ...former] = this.#keys;
    const opening = (use: FormerUse) =>
      former.filter(({ entry }) => entry.opens === use).map(({ key }) => key);
    return new Vault(current.key, opening('all'), hashingOf(current), opening('bodies'));
  }

  /**
   * Brings the file to what this program writes: its format, and the wrapping that is preferred now. From a key store
   * back to none nothing moves. Throws what the disk throws; then the old file is there, which is as good.
   */
  async bringUpToDate({ isOldFormat }: ReadKeyFile): Promise<void> {
    const { preferred, choices } = this.#wrappers;
    const keys = this.#keys.map((one) =>
      preferred.protection === 'none' || choices.includes(one.entry.protection)
        ? one
        : rewrapped(one, preferred),
    ) as OpenedKeys;
    // Whoever had the folder then, or has put that key there, has it: it seals nothing any more.
    const layOpen = keys.some(
      (one, at) => one !== this.#keys[at] && this.#keys[at]?.entry.protection === 'none',
    );
    const behind = layOpen ? renewed(keys, preferred, this.rotation) : null;
    if (this.#areStored(keys) && !isOldFormat) return;
    await this.#store(behind ?? keys);
    this.#isRenewed = behind !== null;
  }

  /** A key that lay open has given way to another one in this start. */
  get isRenewed(): boolean {
    return this.#isRenewed;
  }

  /**
   * The chain has chosen this wrapper: it wraps what is new, and in one replacement what another has wrapped. Throws
   * what the disk throws; then the old file is there, which is as good, and it can be done again.
   */
  prefer(wrapper: KeyWrapper): Promise<void> {
    return this.#inTurn(async () => {
      this.#wrappers = { ...this.#wrappers, preferred: wrapper };
      const keys = this.#keys.map((one) => rewrapped(one, wrapper)) as OpenedKeys;
      if (!this.#areStored(keys)) await this.#store(keys);
    });
  }

  /**
   * Wraps every key for the chain's recovery key as well; null: for none. What is wrapped for it already stays. A text
   * that is no such key changes nothing. Throws what the disk throws; then it can be done again.
   */
  wrapForChain(recoveryKey: string | null): Promise<void> {
    return this.#inTurn(async () => {
      const publicKey = recoveryKey === null ? null : readRecoveryKey(recoveryKey);
      if (recoveryKey !== null && publicKey === null) return;
      const keys = this.#keys.map((one) => wrappedFor(one, publicKey)) as OpenedKeys;
      if (!this.#areStored(keys)) await this.#store(keys);
    });
  }

  /** The number of the provisioning that asked for the current key last. */
  get rotation(): number {
    return this.#keys[0].entry.rotation;
  }

  /**
   * Makes a new current key; on the disk before it is given back, to seal with. `asked`: `rotation` from now on. Null
   * where the key store does not give back what it has wrapped, or too many keys are there already. Throws what the
   * disk throws; then nothing has changed.
   */
  async rotate(asked: number, recoveryKey: string | null): Promise<Buffer | null> {
    let made: Buffer | null = null;
    await this.#inTurn(async () => {
      const keys = renewed(this.#keys, this.#wrappers.preferred, asked);
      if (keys === null) return;
      const publicKey = recoveryKey === null ? null : readRecoveryKey(recoveryKey);
      const [first, ...former] = keys;
      await this.#store([wrappedFor(first, publicKey), ...former]);
      made = first.key;
    });
    return made;
  }

  /**
   * A new key in place of all that are there: nothing is sealed with them that is still wanted. In one replacement, so
   * that no start finds both. Null and what it throws: as of `rotate`.
   */
  async replaceAll(): Promise<Buffer | null> {
    let made: Buffer | null = null;
    await this.#inTurn(async () => {
      const { preferred } = this.#wrappers;
      const [first] = renewed([this.#keys[0]], preferred, this.rotation) ?? [];
      if (first === undefined) return;
      await this.#store([first]);
      made = first.key;
    });
    return made;
  }

  /** Settings and PIN are under the current key: from the next start on no other one opens any. Throws what the disk throws. */
  keepForBodies(): Promise<void> {
    return this.#inTurn(async () => {
      const [first, ...former] = this.#keys;
      if (former.every(({ entry }) => entry.opens === 'bodies')) return;
      await this.#store([first, ...former.map((one) => boundTo(first.key, one, 'bodies'))]);
    });
  }

  /** Erases every key but the current one: nothing may need them any more. Throws what the disk throws. */
  forgetFormer(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#keys.length > 1) await this.#store([this.#keys[0]]);
    });
  }

  /** `WrittenKeyFile.restore`, in its turn. */
  async restore(now: number): Promise<boolean> {
    let isRestored = false;
    await this.#inTurn(async () => {
      isRestored = await this.#file.restore(now);
    });
    return isRestored;
  }

  /** One after the other: each change is made of what the one before has stored. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #areStored(keys: OpenedKeys): boolean {
    return keys.every((one, at) => one === this.#keys[at]);
  }

  async #store(keys: OpenedKeys): Promise<void> {
    await this.#file.write(keys.map(({ entry }) => entry));
    this.#keys = keys;
  }
}
