import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, win32 } from 'node:path';
import { app } from 'electron';
import { systemClock } from '../clock/clock.ts';
import type { Log } from '../log.ts';
import { askOwners } from '../settings/windowsPolicy.ts';
import { failStart, waitingInBox } from './startWords.ts';
import { untilJudged } from './untilJudged.ts';
import { judged, SHARED } from './usualFolder.ts';

const quiet = () => undefined;

/** No data folder is known, so there is no place for a log; what waits is told on standard error as well. */
const NO_LOG: Log = { info: quiet, warn: quiet, error: quiet };

/**
 * Nobody can say now in which folder the queue of this PC lies. Opens none meanwhile, says so in a box, and starts the
 * program anew once it is known.
 */
export function waitForFolder(): void {
  // Chromium makes files wherever it is: not where a till's data may lie.
  app.setPath('userData', mkdtempSync(join(tmpdir(), 'tillside-')));
  const again = async () => {
    await app.whenReady();
    const judgement = await waitingInBox(
      (say) =>
        untilJudged(() => askOwners([SHARED, win32.dirname(SHARED)]), {
          clock: systemClock,
          onWaiting: () => say('folderUnjudgedNow', SHARED),
        }),
      NO_LOG,
    );
    // Noted here, so that the start that follows need not ask.
    judged(judgement);
    app.relaunch();
    app.exit(0);
  };
  again().catch((error: unknown) => failStart(error, null));
}
