import { USUAL_WINDOW } from '../../app/settings/windowChoices.ts';
import { PageWindow, type PageWindowOptions } from '../../main/companion/pageWindow.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';
import { oneScreen, WindowDouble } from '../doubles/windowDouble.ts';

/** The page's window over a double of Electron's: the windows that were made, and what was told of them. */
export function pageWorld(more: Partial<PageWindowOptions> = {}) {
  const told: string[] = [];
  const made: WindowDouble[] = [];
  const tell = (what: string) => () => void told.push(what);
  const page = new PageWindow({
    create: () => {
      const window = new WindowDouble();
      made.push(window);
      return window.asWindow;
    },
    screen: oneScreen(),
    clock: new VirtualClock(),
    kept: { place: null, keep: () => {} },
    choices: () => USUAL_WINDOW,
    onMade: tell('made'),
    onGone: tell('gone'),
    onLeft: tell('left'),
    onCloseAsked: tell('close asked'),
    onEnded: tell('ended'),
    onUnresponsive: tell('unresponsive'),
    onResponsive: tell('responsive'),
    onSessionEnds: tell('session ends'),
    ...more,
  });
  return { page, made, told };
}
