import { describe, expect, test } from 'vitest';
import { channelOf } from '../../app/ipc/channels.ts';
import { USUAL_WINDOW } from '../../app/settings/windowChoices.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { FakeWords } from '../../testing/tills/companionWorld.ts';
import { pageWorld } from '../../testing/tills/pageWorld.ts';
import { ManagerSession } from '../manager/managerSession.ts';
import { ScreenLock } from '../window/screenLock.ts';
import { Companion } from './companion.ts';
import { PageFaults } from './pageFaults.ts';

const PIN = { record: null };

/** A till with its window in front, in which the manager's session is open. */
function openedByManager(hasTray: boolean) {
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
    typed: { standing: 'nothing' },
    clock,
    log: { info: quiet, warn: quiet, error: quiet },
    choices: () => USUAL_WINDOW,
    hasSaidTray: () => true,
    keepSaidTray: quiet,
    quit: quiet,
  });
  companion.begin({ tray: { isThere: hasTray, look: async () => hasTray }, isHidden: false });
  const [window] = made;
  if (window === undefined) throw new Error('no window was made');
  window.show();
  window.focus();
  expect(session.open('1', PIN, session.begin(PIN))).toBe(true);
  return { companion, session, window };
}

describe('what the manager’s PIN has opened ends, here and in the page,', () => {
  test('where the hot key puts the window away into the tray', () => {
    const { companion, session, window } = openedByManager(true);
    companion.press();
    expect(window.isVisible()).toBe(false);
    expect(session.isOpen(PIN)).toBe(false);
    expect(window.sent).toContain(channelOf('putAway'));
  });

  test('where the hot key minimises the window, since there is no tray', () => {
    const { companion, session, window } = openedByManager(false);
    companion.press();
    expect(window.isMinimized()).toBe(true);
    expect(session.isOpen(PIN)).toBe(false);
    expect(window.sent).toContain(channelOf('putAway'));
  });

  test('where the window is closed into the tray, before the page is asked for what was typed', async () => {
    const { companion, session, window } = openedByManager(true);
    await companion.closeAsked();
    expect(session.isOpen(PIN)).toBe(false);
    expect(window.sent).toEqual([channelOf('putAway'), channelOf('keepAsked')]);
  });
});
