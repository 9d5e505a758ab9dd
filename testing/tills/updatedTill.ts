import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { Updates } from '../../app/settings/updates.ts';
import { openTill, type Till } from '../../main/till.ts';
import type { InstallWay } from '../../main/update/install.ts';
import { type EngineWorld, openEngine } from '../../main/update/openEngine.ts';
import type { UpdateEngine } from '../../main/update/updateEngine.ts';
import { nodeGet } from '../doubles/nodeGet.ts';
import { keyStore, OPERATOR, PROVISION } from './openedTill.ts';

/** The program that is there before. */
export const OLD_PROGRAM = '#!/bin/sh\n# the old one\n';

/** A till with a queue on the disk, and an installed program beside it that may be replaced. */
export class UpdatedTill {
  readonly folder: string;
  readonly program: string;
  readonly cacheFolder: string;
  /** What the queue was, to the letter. */
  queue = '';
  readonly #root: string;
  readonly #said = process.env.APPIMAGE;

  private constructor(root: string) {
    this.#root = root;
    this.folder = join(root, 'data');
    this.program = join(root, 'program', 'Tillside.AppImage');
    this.cacheFolder = join(root, 'cache');
  }

  static async make(waiting: number): Promise<UpdatedTill> {
    const made = new UpdatedTill(await mkdtemp(join(tmpdir(), 'tillside-update-')));
    // The library updates nothing but what says that it is an AppImage.
    process.env.APPIMAGE = made.program;
    await mkdir(made.folder);
    await made.install();
    const till = await made.open();
    for (let first = 0; first < waiting; first += 500) {
      const some = Array.from({ length: Math.min(500, waiting - first) }, (_, at) => first + at);
      await Promise.all(some.map((number) => register(till, number)));
    }
    await till.stop(0);
    made.queue = await made.readQueue();
    return made;
  }

  /** The program as it was before any update. */
  async install(): Promise<void> {
    await mkdir(join(this.#root, 'program'), { recursive: true });
    await writeFile(this.program, OLD_PROGRAM);
    await chmod(this.program, 0o755);
    await writeFile(
      this.configPath(),
      'provider: generic\nupdaterCacheDirName: tillside-updater\n',
    );
  }

  configPath(): string {
    return join(this.#root, 'program', 'app-update.yml');
  }

  /** The whole till, which sends nothing. */
  open(): Promise<Till> {
    const quiet = () => undefined;
    return openTill({
      folder: this.folder,
      keyWrapper: keyStore,
      post: () => Promise.reject(new Error('nothing is sent here')),
      log: { info: quiet, warn: quiet, error: quiet },
      offer: { provision: PROVISION, isTrusted: false },
      isSending: false,
      onChanged: quiet,
    });
  }

  /** What is on the disk now, to the letter. */
  async readQueue(): Promise<string> {
    const till = await this.open();
    try {
      return queueOf(till);
    } finally {
      await till.stop(0);
    }
  }

  engine(feed: Updates, more: Partial<EngineWorld> = {}): UpdateEngine {
    const quiet = () => undefined;
    const way: InstallWay = { kind: 'appimage', program: this.program };
    return openEngine(feed, {
      version: '0.1.0',
      ...{ way, configPath: this.configPath(), cacheFolder: this.cacheFolder },
      ...{ dataFolder: this.folder, get: nodeGet, share: () => 0.5 },
      log: { info: quiet, warn: quiet, error: quiet },
      ...more,
    });
  }

  /** What was downloaded is gone. */
  async forget(): Promise<void> {
    await rm(this.cacheFolder, { recursive: true, force: true });
  }

  remove(): Promise<void> {
    if (this.#said === undefined) delete process.env.APPIMAGE;
    else process.env.APPIMAGE = this.#said;
    return rm(this.#root, { recursive: true, force: true });
  }
}

async function register({ outbox }: Till, number: number): Promise<void> {
  const result = await outbox.intake.enqueue({
    requestId: String(number + 1).padStart(32, '0'),
    origin: { brandId: PROVISION.brandId, shopId: PROVISION.shopId, operatorId: OPERATOR },
    member: { mobile: `138${String(number).padStart(8, '0')}` },
    app: platformApp(PROVISION.gateway),
    correctionOf: null,
    consent: { at: 5, noticeVersion: 'v3', operatorId: OPERATOR, marketing: false },
  });
  if (!result.ok) throw new Error(result.failure);
}

/** Every save with all that it says, frozen bytes included. */
function queueOf({ outbox }: Till): string {
  const hash = createHash('sha256');
  let count = 0;
  for (const save of outbox.saves.values()) {
    hash.update(JSON.stringify(save));
    count += 1;
  }
  return `${count} ${hash.digest('hex')}`;
}
