import { tmpdir } from 'node:os';
import { app } from 'electron';
import { systemClock } from './clock/clock.ts';
import { ProgramEnd } from './companion/programEnd.ts';
import { SessionEnd } from './companion/sessionEnd.ts';
import { startAgain } from './companion/startAgain.ts';
import type { TypedGiven } from './companion/typedGiven.ts';
import type { Log } from './log.ts';
import type { OpenedCompanion } from './openCompanion.ts';
import { argsAsItWas } from './start/argsAsItWas.ts';
import type { Till } from './till.ts';
import type { Updates } from './update/updates.ts';
import type { UpdatesParts } from './update/updatesParts.ts';

/** How often is looked whether somebody wants the till back that is about to be updated at a quit (ms). */
const WANTED_EVERY_MS = 250;

/** How long quitting waits for answers under way (ms); what is not answered is replayed at the next start. */
const STOP_DEADLINE_MS = 2_000;

/** `args`: with which this program starts again when it has ended. */
export function startOnceMore(args: readonly string[]): void {
  const { platform, env, execPath } = process;
  startAgain(app, args, { platform, env, execPath, temporary: tmpdir() });
}

interface EndingParts {
  till: Pick<Till, 'shutdown'>;
  opening: Pick<OpenedCompanion, 'companion' | 'page' | 'words'>;
  typed: Pick<TypedGiven, 'standing'>;
  log: Log;
  /** Null until they are there. */
  updates: () => Updates | null;
  /** Somebody has started it again while it was closing: it comes back by itself. */
  comesBack: () => boolean;
}

export interface Ending {
  /** Windows' session ends, or may: by this sign it is known. */
  onSessionEnds: (sign: string) => void;
  closeFor: UpdatesParts['closeFor'];
}

/** Closes the till in order, whoever ends the program: somebody who quits it, the session, an update. */
export function endInOrder(parts: EndingParts): Ending {
  const { till, opening, typed, log, updates, comesBack } = parts;
  const { companion, page, words } = opening;
  let wasSeen = true;
  let isTypedKept: boolean | null = null;
  let isSessionEnding = false;
  let isQuit = false;
  let quitting: Promise<void> | null = null;
  const end = new ProgramEnd({
    keepTyped: (longest) => {
      wasSeen = page.isThere;
      companion.end();
      const keeping = companion.keepTyped(longest);
      void keeping.then((isKept) => {
        isTypedKept = isKept;
      });
      return keeping;
    },
    letGo: () => {
      // The end of the session does not wait for what a quit has waited for.
      if (!(isTypedKept ?? typed.standing !== 'unkept'))
        log.warn('what was typed could not be kept');
      page.end();
    },
    shutdown: till.shutdown,
    clock: systemClock,
  });
  const args = () => argsAsItWas(process.argv.slice(1), wasSeen);
  /** Whoever has started it again meanwhile wants to work; a session that ends waits for nobody. */
  const isCalledOff = () => comesBack() || isSessionEnding;
  const calledOff = () =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (isCalledOff()) resolve();
        else systemClock.after(WANTED_EVERY_MS, look);
      };
      look();
    });
  const quit = async () => {
    const update = updates()?.atQuit() ?? null;
    await end.stop(STOP_DEADLINE_MS);
    if (update !== null) await Promise.race([update(isCalledOff), calledOff()]);
    isQuit = true;
    app.quit();
  };
  app.on('before-quit', (event) => {
    if (isQuit || (end.isOver && quitting === null)) return;
    event.preventDefault();
    quitting ??= quit();
  });
  const session = new SessionEnd({
    stop: (deadline, within) => end.stop(deadline, within),
    clock: systemClock,
    log,
    say: () => words.saySessionEnds(),
    restart: () => {
      startOnceMore(args());
      app.exit(0);
    },
  });
  return {
    onSessionEnds: (sign) => {
      isSessionEnding = true;
      // Windows ends the program itself, or calls it off; elsewhere it waits for the program's end.
      const isOver = session.begin(sign);
      if (process.platform !== 'win32') void isOver.then(() => app.quit());
    },
    closeFor: async (install) => {
      try {
        await end.stop(STOP_DEADLINE_MS);
        // Windows ends the program itself, or calls it off: then the till comes back by itself.
        if (isSessionEnding && process.platform === 'win32') return;
        if (!isCalledOff()) {
          app.releaseSingleInstanceLock();
          if ((await install(args())) !== null) startOnceMore(args());
        }
      } catch (error) {
        // A till that is closed, and neither ends nor comes back, would be nobody's.
        log.error('update', { error: String(error) });
        startOnceMore(args());
      }
      app.exit(0);
    },
  };
}
