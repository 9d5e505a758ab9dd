import { session } from 'electron';
import type { Log } from '../log.ts';
import { APP_SCHEME } from './appAddress.ts';
import { answerAppRequest } from './appProtocol.ts';
import { cutOff, denyPermissions, fetchNoDictionary, refuseDownloads } from './lockDown.ts';
import { PAGE_PARTITION } from './pageSession.ts';
import { RequestTurns } from './requestTurns.ts';

/** Before any page is there: the session of the page may do nothing but read the program's own files from `folder`. */
export async function readySessions(folder: string, log: Log): Promise<void> {
  const pages = session.fromPartition(PAGE_PARTITION);
  // No page is shown in the other one, which is on the disk and always there.
  const all = [pages, session.defaultSession];
  for (const one of all) {
    denyPermissions(one);
    fetchNoDictionary(one);
    refuseDownloads(one, log);
  }
  await Promise.all(all.map(cutOff));
  const turns = new RequestTurns();
  pages.protocol.handle(APP_SCHEME, async (request) =>
    // An error has no body, and so nothing open for it.
    (await turns.take()) ? answerAppRequest(folder, request, log) : Response.error(),
  );
}
