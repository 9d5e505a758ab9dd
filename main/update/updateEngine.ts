import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, statfs } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CancellationToken, type UpdateFileInfo } from 'builder-util-runtime';
import type { CheckOutcome, UpdateProblem } from '../../app/update/updateCodes.ts';
import type { Log } from '../log.ts';
import { FeedError, problemOf } from './feedError.ts';
import type { FeedExecutor } from './feedExecutor.ts';
import { type InstallWay, install } from './install.ts';
import { signatureOf } from './publisher.ts';
import { publishersOf, type TillUpdater } from './tillUpdaters.ts';

/** More than any program of ours has (bytes). */
export const MAX_PROGRAM = 1024 * 1024 * 1024;

/** What is left on the disk for the till's own saves (bytes). */
const KEPT_FREE = 256 * 1024 * 1024;

/** What a check has come to; `version`: what the server tells, or null where it tells none. */
export interface Checked {
  outcome: CheckOutcome;
  version: string | null;
}

export interface UpdateEngineOptions {
  updater: TillUpdater;
  executor: FeedExecutor;
  /** Where the library keeps what it downloads; made where it is not there. */
  cacheFolder: string;
  way: InstallWay;
  log: Log;
  /** Default: PowerShell is asked (`signatureOf`). */
  signature?: typeof signatureOf;
  /** How much room the disk of a folder has (bytes); default: asked. */
  freeBytes?: (folder: string) => Promise<number>;
}

/** Checks, fetches and installs, one after the other. What is expected to fail is a value with a code. */
export class UpdateEngine {
  readonly #options: Required<UpdateEngineOptions>;

  constructor(options: UpdateEngineOptions) {
    this.#options = { signature: signatureOf, freeBytes, ...options };
    // The library keeps nothing that this refuses. Its own question takes a PowerShell that may not run for a yes.
    options.updater.heedSignature((publishers, path) =>
      this.#checkSignature(publishers, path, options.updater.latest?.version),
    );
  }

  /** Asks the server which version is the latest. */
  async check(): Promise<Checked> {
    const { updater } = this.#options;
    try {
      const result = await updater.checkForUpdates();
      // It is no program that it would update.
      if (result === null) return { outcome: 'update.failed', version: null };
      const { updateInfo, isUpdateAvailable } = result;
      const { version } = updateInfo;
      const order = updater.currentVersion.compare(version);
      if (order === 0) return { outcome: 'newest', version };
      if (order > 0) return { outcome: 'older', version };
      if (isUpdateAvailable) return { outcome: 'newer', version };
      const isTooOld = !(await updater.isUpdateSupported(updateInfo));
      return { outcome: isTooOld ? 'system-too-old' : 'staged-out', version };
    } catch (error) {
      return { outcome: this.#told(asOfFeed(error)), version: null };
    }
  }

  /**
   * Asks once more, and has the file on the disk, checked, where there is a newer one: `newer` says that it is there. Null:
   * somebody has ended it.
   */
  async fetch(signal: AbortSignal): Promise<Checked | null> {
    const checked = await this.check();
    if (checked.outcome !== 'newer' || signal.aborted) return signal.aborted ? null : checked;
    const token = new CancellationToken();
    const cancel = () => token.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await this.#fetch(token);
      return checked;
    } catch (error) {
      if (signal.aborted) return null;
      return { ...checked, outcome: this.#told(error) };
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /** What was fetched is none of the files that the server has told last: it has put another one under the same number. */
  get isReplaced(): boolean {
    const { downloaded, latest } = this.#options.updater;
    if (downloaded === null) return false;
    return !latest?.files.some(({ sha512 }) => sha512 === downloaded.sha512);
  }

  /** Why what was fetched must not be installed, or null. What lies on the disk may have lain there for days. */
  async verify(): Promise<UpdateProblem | null> {
    const { downloaded } = this.#options.updater;
    if (downloaded === null) return 'update.not-written';
    if (downloaded.needsAdministrator) return 'update.not-installed';
    try {
      if (this.isReplaced || (await sha512Of(downloaded.path)) !== downloaded.sha512) {
        // The library takes what it has fetched in this run for what is there, whatever has become of it.
        await rm(downloaded.path, { force: true });
        return 'update.tampered';
      }
      await this.#checkSignature(await this.#publishers(), downloaded.path, downloaded.version);
      return null;
    } catch (error) {
      return this.#told(error);
    }
  }

  /** Once the store is closed. `args`: the program is started again with them; null: it is not. Gives what is wrong, or null. */
  async install(args: readonly string[] | null): Promise<UpdateProblem | null> {
    const { updater, way } = this.#options;
    const { downloaded } = updater;
    if (downloaded === null || downloaded.needsAdministrator) return 'update.not-installed';
    try {
      await install(way, downloaded.path, args);
      return null;
    } catch (error) {
      const problem = this.#told(error);
      return problem === 'update.failed' ? 'update.not-installed' : problem;
    }
  }

  async #fetch(token: CancellationToken): Promise<void> {
    const { updater, executor, cacheFolder } = this.#options;
    await this.#publishers();
    const size = this.#sizeOfLatest();
    await mkdir(cacheFolder, { recursive: true });
    // Once downloaded, and once more beside the program.
    if ((await this.#options.freeBytes(cacheFolder)) < 2 * size + KEPT_FREE)
      throw new FeedError('update.no-space');
    executor.longest = size;
    await updater.downloadUpdate(token);
    if (updater.downloaded === null) throw new FeedError('update.not-written');
  }

  /** Throws where the server says nothing that could be held against what comes. */
  #sizeOfLatest(): number {
    const files = this.#options.updater.latest?.files;
    if (!Array.isArray(files) || files.length === 0) throw new FeedError('update.feed');
    const sizes = files.map(({ size, sha512 }: Partial<UpdateFileInfo>) => {
      if (typeof sha512 !== 'string' || sha512 === '' || !Number.isInteger(size))
        throw new FeedError('update.feed');
      return size as number;
    });
    const size = Math.max(...sizes);
    if (size > MAX_PROGRAM) throw new FeedError('update.too-large');
    return size;
  }

  /** Who may have signed an update. Throws where that is nobody: the library would ask no more then. */
  async #publishers(): Promise<string[]> {
    const { updater, way } = this.#options;
    if (way.kind !== 'nsis') return [];
    const publishers = await publishersOf(updater);
    if (publishers.length === 0) throw new FeedError('update.unsigned');
    return publishers;
  }

  async #checkSignature(publishers: readonly string[], path: string, version = ''): Promise<void> {
    const { way, signature } = this.#options;
    if (way.kind !== 'nsis') return;
    const found = await signature(publishers, path, version);
    if (found === 'unknown') throw new FeedError('update.signature-unknown');
    if (found === 'other-version') throw new FeedError('update.other-version');
    if (found === 'not-ours') throw new FeedError('update.unsigned');
  }

  /** The code; what nobody expects is in the log with its words. */
  #told(error: unknown): UpdateProblem {
    const problem = problemOf(error);
    if (problem === 'update.failed') this.#options.log.error('update', { error: String(error) });
    return problem;
  }
}

/** Whatever else a check throws has been read out of the feed. */
function asOfFeed(error: unknown): unknown {
  return problemOf(error) === 'update.failed' && error instanceof TypeError
    ? new FeedError('update.feed', error)
    : error;
}

async function sha512Of(path: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return hash.digest('base64');
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
