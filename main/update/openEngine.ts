import type { Updates } from '../../app/settings/updates.ts';
import type { Log } from '../log.ts';
import { FeedExecutor, type FeedGet } from './feedExecutor.ts';
import type { InstallWay } from './install.ts';
import { isWithinStage } from './staging.ts';
import { readStrictly, TillAppImageUpdater, TillNsisUpdater } from './tillUpdaters.ts';
import { UpdateEngine, type UpdateEngineOptions } from './updateEngine.ts';

export interface EngineWorld extends Partial<Pick<UpdateEngineOptions, 'signature' | 'freeBytes'>> {
  /** Of this program. */
  version: string;
  way: InstallWay;
  /** `UPDATE_CONFIG` of the installed program. */
  configPath: string;
  /** The data folder. */
  dataFolder: string;
  /** Where the library makes its folder for what it downloads. */
  cacheFolder: string;
  get: FeedGet;
  /** The till's place among all tills: `isWithinStage`. */
  share: () => number;
  log: Log;
  /** `FeedExecutor`. */
  patience?: number;
  answerWithin?: number;
}

/**
 * The library with everything switched off that it would do by itself. This file brings it along: it is read when an address
 * is set, and not before (`main/openUpdates.ts`).
 */
export function openEngine({ url, channel = 'latest' }: Updates, world: EngineWorld): UpdateEngine {
  const {
    version,
    way,
    configPath,
    dataFolder,
    cacheFolder,
    get,
    share,
    log,
    patience,
    answerWithin,
  } = world;
  const none = () => undefined;
  const app = {
    version,
    name: 'tillside',
    isPackaged: true,
    appUpdateConfigPath: configPath,
    userDataPath: dataFolder,
    baseCachePath: cacheFolder,
    whenReady: async () => undefined,
    relaunch: none,
    quit: none,
    onQuit: none,
  };
  const Updater = way.kind === 'nsis' ? TillNsisUpdater : TillAppImageUpdater;
  const updater = new Updater(null, app);
  const executor = new FeedExecutor({
    ...{ url, get },
    ...(patience !== undefined && { patience }),
    ...(answerWithin !== undefined && { answerWithin }),
  });
  Object.assign(updater, { httpExecutor: executor });
  // Its words have addresses and paths in them; what matters is told as a code.
  updater.logger = null;
  updater.on('error', none);
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.disableWebInstaller = true;
  // It would read parts of the old file by ranges, which many a server or proxy gives wrongly.
  updater.disableDifferentialDownload = true;
  updater.setFeedURL({ provider: 'generic', url, channel });
  readStrictly(updater);
  updater.allowDowngrade = false;
  updater.isUserWithinRollout = (info) =>
    isWithinStage(info.version, info.stagingPercentage, share());
  updater.nameNobody();
  const { signature, freeBytes } = world;
  return new UpdateEngine({
    ...{ updater, executor, way, log, cacheFolder },
    ...(signature && { signature }),
    ...(freeBytes && { freeBytes }),
  });
}
