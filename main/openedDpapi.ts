import { app } from 'electron';
import type { Log } from './log.ts';
import { dpapiPath, type OpenedDpapi, openDpapi } from './vault/dpapi.ts';

/** Windows' DPAPI of the packed program, or of a checkout in `projectFolder`; null where there is none because this is another system. */
export function openedDpapi(log: Log, projectFolder: string): OpenedDpapi | null {
  if (process.platform !== 'win32') return null;
  const opened = openDpapi(dpapiPath(app.isPackaged ? process.resourcesPath : null, projectFolder));
  if (!opened.ok) log.error('no dpapi', { failure: opened.failure, detail: opened.detail });
  return opened;
}
