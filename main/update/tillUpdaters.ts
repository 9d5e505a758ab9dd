import type { UpdateInfo } from 'builder-util-runtime';
import { AppImageUpdater, NsisUpdater, type Provider } from 'electron-updater';
import { readFeedInfo } from './feedInfo.ts';

/** What `electron-updater` keeps to itself in its types, and not in its code. */
interface Inner {
  downloadedUpdateHelper: {
    versionInfo: { version: string } | null;
    downloadedFileInfo: { sha512: string; isAdminRightsRequired: boolean } | null;
  } | null;
  clientPromise: Promise<Provider<UpdateInfo>> | null;
  configOnDisk: { value: Promise<{ publisherName?: string | string[] | null } | null> };
}

type SignatureCheck = (publishers: readonly string[], path: string) => Promise<void>;

const NOBODY = Promise.resolve('');

/** What was downloaded and checked. */
export interface Downloaded {
  path: string;
  sha512: string;
  /** As the server has told it. */
  version: string;
  /** It asks Windows for an administrator. */
  needsAdministrator: boolean;
}

export type TillUpdater = TillAppImageUpdater | TillNsisUpdater;

/** The library's, which checks and downloads. What it would do then is done by `install.ts`. */
export class TillAppImageUpdater extends AppImageUpdater {
  get downloaded(): Downloaded | null {
    return downloadedOf(this.installerPath, this as unknown as Inner);
  }

  /** What the last check has found to be newer. */
  get latest(): UpdateInfo | null {
    return this.updateInfoAndProvider?.info ?? null;
  }

  /** The library would make an id for this till, keep it in the data folder, and tell the server. */
  nameNobody(): void {
    this.stagingUserIdPromise.value = NOBODY;
  }

  /** There are no signatures. */
  heedSignature(_check: SignatureCheck): void {}

  /** It would remove the program that is there before it knows that the next one takes its place. */
  protected override doInstall(): never {
    throw new Error('installed by `install.ts`');
  }
}

export class TillNsisUpdater extends NsisUpdater {
  get downloaded(): Downloaded | null {
    return downloadedOf(this.installerPath, this as unknown as Inner);
  }

  get latest(): UpdateInfo | null {
    return this.updateInfoAndProvider?.info ?? null;
  }

  nameNobody(): void {
    this.stagingUserIdPromise.value = NOBODY;
  }

  /** `check` throws where a file must not be kept. */
  heedSignature(check: SignatureCheck): void {
    this.verifyUpdateCodeSignature = async (publishers, path) => {
      await check(publishers, path);
      return null;
    };
  }

  /** It would ask whoever stands at the till for an administrator. */
  protected override doInstall(): never {
    throw new Error('installed by `install.ts`');
  }
}

function downloadedOf(path: string | null, { downloadedUpdateHelper: helper }: Inner) {
  const info = helper?.downloadedFileInfo ?? null;
  const version = helper?.versionInfo?.version;
  if (path === null || info === null || version === undefined) return null;
  return { path, sha512: info.sha512, version, needsAdministrator: info.isAdminRightsRequired };
}

/** Before the library does anything with what a server says of a version, it is read by our rules. */
export function readStrictly(updater: TillUpdater): void {
  const inner = updater as unknown as Inner;
  inner.clientPromise =
    inner.clientPromise?.then((provider) => {
      const ask = provider.getLatestVersion.bind(provider);
      provider.getLatestVersion = async () => readFeedInfo(await ask()) as UpdateInfo;
      return provider;
    }) ?? null;
}

/** Whose signature an update must have, as the installed program says it. */
export async function publishersOf(updater: TillUpdater): Promise<string[]> {
  const { publisherName } = (await (updater as unknown as Inner).configOnDisk.value) ?? {};
  return [publisherName ?? []].flat().filter((name) => typeof name === 'string' && name !== '');
}
