import { expect, test } from 'vitest';
import { USUAL_WINDOW } from '../../app/settings/windowChoices.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { FakeWords } from '../../testing/tills/companionWorld.ts';
import { pageWorld } from '../../testing/tills/pageWorld.ts';
import { ManagerSession } from '../manager/managerSession.ts';
import { ScreenLock } from '../window/screenLock.ts';
import { Companion } from './companion.ts';
import { PageFaults } from './pageFaults.ts';

test('the manager’s session ends where the hot key puts the window away into the tray', () => {
  const clock = new VirtualClock();
  const quiet = () => {};
  const lock = new ScreenLock({
    kept: { isLocked: false, keep: quiet },
    clock,
    minutes: () => 10,
    onLeft: () => session.close(),
  });
  const session: ManagerSession = new ManagerSession({ clock, isLocked: () => lock.isLocked });
  const { page, made } = pageWorld({ clock, onLeft: () => lock.pageLeft() });
  const companion = new Companion({
    page,
    words: new FakeWords(),
    faults: new PageFaults(clock.monotonic),
    clock,
    log: { info: quiet, warn: quiet, error: quiet },
    choices: () => USUAL_WINDOW,
    hasSaidTray: () => true,
    keepSaidTray: quiet,
    quit: quiet,
  });
  companion.begin({ tray: { isThere: true, look: async () => true }, isHidden: false });
  made[0]?.show();
  made[0]?.focus();
  const pin = { record: null };
  expect(session.open('1', pin, session.begin(pin))).toBe(true);
  companion.press();
  expect(made[0]?.isVisible()).toBe(false);
  expect(session.isOpen(pin)).toBe(false);
});
