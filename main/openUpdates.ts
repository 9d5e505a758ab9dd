import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, powerMonitor } from 'electron';
import { USUAL_OPENING_HOURS } from '../app/update/openingHours.ts';
import { ownProgram } from './companion/ownProgram.ts';
import { isDone } from './files/isDone.ts';
import type { ProxyLogins } from './gateway/proxyLogins.ts';
import type { Log } from './log.ts';
import type { ManagerSession } from './manager/managerSession.ts';
import type { Till } from './till.ts';
import type { Activity } from './update/activity.ts';
import { notePath } from './update/afterUpdate.ts';
import { downloadsFolder } from './update/downloadsFolder.ts';
import { electronGet } from './update/electronGet.ts';
import { neverUpdates, UPDATE_CONFIG } from './update/installation.ts';
import { tillFacts } from './update/tillFacts.ts';
import { UpdateMemory } from './update/updateMemory.ts';
import { Updates } from './update/updates.ts';
import type { UpdatesParts } from './update/updatesParts.ts';

export interface OpenUpdatesOptions {
  /** The data folder. */
  folder: string;
  /** Those of the saves. */
  logins: ProxyLogins;
  log: Log;
  session: ManagerSession;
  activity: Activity;
  closeFor: UpdatesParts['closeFor'];
}

/** Lets an open till be updated, as its settings say. Nothing is asked where they name no address. */
export async function openUpdates(till: Till, options: OpenUpdatesOptions): Promise<Updates> {
  const { folder, log, session, activity, logins, closeFor } = options;
  const { settings, clock, hold, phase } = till;
  const { platform, env, execPath, resourcesPath } = process;
  const world = { platform, env, execPath, temporary: tmpdir() };
  const version = app.getVersion();
  const never = await neverUpdates({
    ...world,
    isPackaged: app.isPackaged,
    resourcesFolder: resourcesPath,
    dataFolder: folder,
  });
  const around = {
    ...{ never, session, activity },
    sinceInput: () => powerMonitor.getSystemIdleTime() * 1_000,
  };
  const mayWrite = async () => hold.isSure || isDone(hold.confirm());
  const updates = new Updates({
    ...{ clock, log, version, closeFor },
    random: Math.random,
    feed: () => settings.provision?.updates ?? null,
    hours: () => settings.provision?.openingHours ?? USUAL_OPENING_HOURS,
    facts: () => tillFacts(till, around),
    memory: await UpdateMemory.read(folder, mayWrite),
    // Nobody reads half a megabyte of library at a start that needs none of it.
    open: async (feed) => {
      const { openEngine } = await import('./update/openEngine.ts');
      return openEngine(feed, {
        version,
        way:
          platform === 'win32'
            ? { kind: 'nsis', note: notePath() }
            : { kind: 'appimage', program: ownProgram(world) },
        configPath: join(resourcesPath, UPDATE_CONFIG),
        dataFolder: folder,
        cacheFolder: downloadsFolder(platform, env),
        get: electronGet(() => settings.provision?.proxy ?? null, logins),
        share: () => phase,
        log,
      });
    },
  });
  till.shutdown.join('begin-nothing', 'updates', () => updates.stop());
  return updates;
}
