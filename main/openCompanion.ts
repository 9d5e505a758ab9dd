import { app, screen } from 'electron';
import type { Locale } from '../app/settings/locales.ts';
import { type FullWindowChoices, USUAL_WINDOW } from '../app/settings/windowChoices.ts';
import { systemClock } from './clock/clock.ts';
import { Companion } from './companion/companion.ts';
import { CompanionWords } from './companion/companionWords.ts';
import { createWindow } from './companion/createWindow.ts';
import type { KeptWindow } from './companion/keptWindow.ts';
import { PageCost } from './companion/pageCost.ts';
import { PageFaults } from './companion/pageFaults.ts';
import { PageWindow } from './companion/pageWindow.ts';
import type { TypedGiven } from './companion/typedGiven.ts';
import type { SaveCounts } from './companion/waitWords.ts';
import type { Log } from './log.ts';
import type { KeptTextSize } from './window/KeptTextSize.ts';
import type { ScreenLock } from './window/screenLock.ts';

export interface CompanionOptions {
  outFolder: string;
  log: Log;
  textSize: KeptTextSize;
  kept: KeptWindow;
  title: () => string;
  locale: () => Locale;
  counts: () => SaveCounts;
  lock: Pick<ScreenLock, 'pageMade' | 'pageGone' | 'pageLeft'>;
  typed: TypedGiven;
  /** Null: the till is not open, and nobody knows them. */
  choices: () => FullWindowChoices | null;
  onSessionEnds: (sign: string) => void;
}

export interface OpenedCompanion {
  companion: Companion;
  page: PageWindow;
  faults: PageFaults;
  words: CompanionWords;
}

/** The window, when it is there and when it is not, from before the till is open until the program ends. */
export function openCompanion(options: CompanionOptions): OpenedCompanion {
  const { outFolder, log, textSize, kept, title, locale, counts, lock, typed, onSessionEnds } =
    options;
  const choices = () => options.choices() ?? USUAL_WINDOW;
  const faults = new PageFaults(systemClock.monotonic);
  const page = new PageWindow({
    create: (place, chosen) => {
      const window = createWindow(outFolder, title(), place, chosen);
      textSize.follow(window.webContents);
      return window;
    },
    screen,
    clock: systemClock,
    kept,
    choices,
    onMade: () => lock.pageMade(),
    onGone: () => {
      typed.forget();
      lock.pageGone();
    },
    onLeft: () => lock.pageLeft(),
    onCloseAsked: () => void companion.closeAsked(),
    onEnded: (reason) => {
      typed.forget();
      companion.pageEnded(reason);
    },
    onUnresponsive: () => companion.pageIsUnresponsive(),
    onResponsive: () => companion.pageIsResponsive(),
    onSessionEnds,
  });
  const cost = new PageCost({
    page: () => page.process,
    onEnded: (of) => log.warn('page ended: it cost the program too much', { of }),
    onError: (error) => log.error('nobody watches what the page costs', { message: error.message }),
  });
  app.once('will-quit', () => void cost.close());
  const words = new CompanionWords({ locale, counts, window: () => page.current });
  const companion = new Companion({
    page,
    words,
    faults,
    typed,
    clock: systemClock,
    log,
    choices,
    hasSaidTray: () => kept.hasSaidTray,
    keepSaidTray: () => kept.keep({ hasSaidTray: true }),
    quit: () => app.quit(),
  });
  return { companion, page, faults, words };
}
