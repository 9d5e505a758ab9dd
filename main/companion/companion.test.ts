import { beforeEach, describe, expect, test } from 'vitest';
import { USUAL_WINDOW } from '../../app/settings/windowChoices.ts';
import { companionWorld, settled } from '../../testing/tills/companionWorld.ts';

let at: ReturnType<typeof companionWorld>;
beforeEach(() => {
  at = companionWorld();
});

describe('the window is closed:', () => {
  test('with a tray the till goes on, the page ends once what was typed is kept, and it is said once', async () => {
    at.begin();
    at.page.saysKept = false;
    await at.companion.closeAsked();
    await at.clock.pass(2_999);
    expect(at.page.state).toBe('hidden');
    at.page.sayKept();
    await settled();
    expect(at.page.state).toBe('none');
    at.companion.bringUp();
    await at.companion.closeAsked();
    at.page.sayKept();
    await settled();
    expect(at.page.state).toBe('none');
    expect(at.words.said).toEqual(['in the tray']);
    expect(at.world.quits).toBe(0);
  });

  test('whoever wants it back at once has the same page', async () => {
    at.begin();
    at.page.saysKept = false;
    await at.companion.closeAsked();
    await at.clock.pass(200);
    at.companion.bringUp();
    at.page.sayKept();
    await at.clock.pass(60_000);
    expect([at.page.state, at.page.made]).toEqual(['front', 1]);
  });

  test('a page that never says that it has kept what was typed goes after three seconds', async () => {
    at.begin();
    at.page.saysKept = false;
    await at.companion.closeAsked();
    await at.clock.pass(2_999);
    expect(at.page.state).toBe('hidden');
    await at.clock.pass(1);
    expect(at.page.state).toBe('none');
  });

  test('a page whose typing is not on the disk stays out of sight with it, and goes once it is', async () => {
    at.begin();
    at.page.isKept = false;
    await at.companion.closeAsked();
    await at.clock.pass(60 * 60_000);
    expect(at.page.state).toBe('hidden');
    at.companion.bringUp();
    expect([at.page.state, at.page.made]).toEqual(['front', 1]);
    await at.clock.pass(60 * 60_000);
    expect(at.page.state).toBe('front');
    await at.companion.closeAsked();
    await settled();
    at.page.isKept = true;
    await at.clock.pass(60_000);
    await settled();
    expect(at.page.state).toBe('none');
  });

  test('without a tray the question says what would be lost with the form, where the disk does not have it', async () => {
    at.begin({ hasTray: false });
    at.page.isKept = false;
    const asking = at.companion.closeAsked();
    await settled();
    expect(at.words.said).toEqual(['closing loses the form']);
    await at.answer('stay');
    await asking;
  });

  test.each([
    ['minimize', 'minimized', 0],
    ['quit', 'front', 1],
    ['stay', 'front', 0],
  ] as const)('without a tray it asks, and the answer is "%s"', async (given, state, ended) => {
    at.begin({ hasTray: false });
    const asking = at.companion.closeAsked();
    await at.companion.closeAsked();
    await settled();
    await at.answer(given);
    await asking;
    expect([at.page.state, at.world.quits]).toEqual([state, ended]);
    expect(at.words.said).toEqual(['closing']);
  });

  test('a kiosk stays', async () => {
    at.world.choices = { ...USUAL_WINDOW, kiosk: true };
    at.begin();
    await at.companion.closeAsked();
    await at.clock.pass(60_000);
    expect([at.page.state, at.world.quits, at.words.said]).toEqual(['front', 0, []]);
  });

  test('before the till is open the program ends', async () => {
    at.companion.bringUp();
    await at.companion.closeAsked();
    expect([at.page.state, at.world.quits]).toEqual(['none', 1]);
  });
});

describe('a panel that draws the tray no more', () => {
  test('hides nothing: closing asks, also where nobody has told of its end', async () => {
    at.begin();
    at.tray.isSeen = false;
    void at.companion.closeAsked();
    await settled();
    expect([at.page.state, at.words.said]).toEqual(['front', ['closing']]);
  });

  test.each([
    ['closed', () => at.companion.closeAsked()],
    ['put away by its key', () => at.companion.press()],
    ['never shown', () => at.companion.begin({ tray: at.tray, isHidden: true })],
  ])('brings the window back, minimised, where it was %s', async (_how, goAway) => {
    at.begin({ isHidden: _how === 'never shown' });
    await goAway();
    await settled();
    at.tray.isSeen = false;
    await at.tray.look();
    await at.clock.pass(60 * 60_000);
    expect(at.page.state).toBe('minimized');
  });

  test('leaves a window that is in sight where it is', async () => {
    at.begin();
    at.page.state = 'behind';
    at.tray.isSeen = false;
    await at.tray.look();
    expect(at.page.state).toBe('behind');
  });

  test('and that is missed at a press of the hot key only brings the window back as well', async () => {
    at.begin();
    at.tray.isSeen = false;
    at.companion.press();
    await settled();
    expect(at.page.state).toBe('minimized');
  });
});

describe('a link', () => {
  test('brings the window up, asks it for its empty form, and never puts it away', async () => {
    at.begin();
    at.page.state = 'behind';
    at.companion.linkOpened();
    at.companion.linkOpened();
    expect([at.page.state, at.page.done]).toEqual(['front', ['form', 'form']]);
    await at.companion.closeAsked();
    await settled();
    at.companion.linkOpened();
    expect(at.page.state).toBe('front');
  });

  test('opens nothing while the program ends', () => {
    at.begin();
    at.companion.end();
    at.companion.linkOpened();
    expect(at.page.state).toBe('hidden');
  });
});

describe('the hot key', () => {
  test('brings the window up with the focus in the phone field, and away again with its page', async () => {
    at.begin();
    at.page.state = 'behind';
    at.companion.press();
    expect([at.page.state, at.page.done]).toEqual(['front', ['phone']]);
    at.companion.press();
    expect([at.page.state, at.page.done]).toEqual(['hidden', ['phone']]);
    await at.clock.pass(14 * 60_000);
    expect(at.page.state).toBe('hidden');
    at.companion.press();
    await at.clock.pass(60 * 60_000);
    expect([at.page.state, at.page.done]).toEqual(['front', ['phone', 'phone']]);
  });

  test('gives the page’s memory back when nobody comes for a quarter of an hour', async () => {
    at.begin();
    at.companion.press();
    await at.clock.pass(15 * 60_000);
    expect(at.page.state).toBe('none');
    at.companion.press();
    expect(at.page.state).toBe('front');
  });

  test('minimises where no tray keeps the program in sight, and leaves a kiosk where it is', () => {
    at.begin({ hasTray: false });
    at.companion.press();
    expect(at.page.state).toBe('minimized');
    at.companion.press();
    at.world.choices = { ...USUAL_WINDOW, kiosk: true };
    at.companion.press();
    expect(at.page.state).toBe('front');
  });
});

describe('started with the session', () => {
  test.each([
    [{ hasTray: true }, 'none'],
    [{ hasTray: false }, 'minimized'],
  ] as const)('it shows nothing in front of anybody: %o', (given, state) => {
    at.begin({ isHidden: true, ...given });
    expect(at.page.state).toBe(state);
  });

  test('a kiosk is there, and so is a window that had to ask for the key', () => {
    at.world.choices = { ...USUAL_WINDOW, kiosk: true };
    at.begin({ isHidden: true });
    expect(at.page.state).toBe('front');
    at.world.choices = USUAL_WINDOW;
    at.page.state = 'behind';
    at.begin({ isHidden: true });
    expect(at.page.state).toBe('front');
  });
});

describe('quitting', () => {
  test('takes a yes, and asks once however often it is asked for', async () => {
    at.begin();
    void at.companion.quitAsked();
    void at.companion.quitAsked();
    void at.companion.closeAsked();
    await settled();
    expect(at.words.said).toEqual(['quitting']);
    await at.answer(false);
    expect(at.world.quits).toBe(0);
    void at.companion.quitAsked();
    await settled();
    await at.answer(true);
    expect(at.world.quits).toBe(1);
  });

  test('says what would be lost with the form, where the disk does not have it, and waits half a second for a busy page', async () => {
    at.begin();
    at.page.isKept = false;
    void at.companion.quitAsked();
    await settled();
    expect(at.words.said).toEqual(['quitting loses the form']);
    await at.answer(false);
    at.page.saysKept = false;
    void at.companion.quitAsked();
    await at.clock.pass(499);
    expect(at.words.said).toEqual(['quitting loses the form']);
    await at.clock.pass(1);
    expect(at.words.said).toEqual(['quitting loses the form', 'quitting']);
  });

  test('asks nobody any more where the session ends before the page has answered', async () => {
    at.begin();
    at.page.saysKept = false;
    void at.companion.quitAsked();
    at.companion.end();
    at.page.sayKept();
    await settled();
    expect(at.words.said).toEqual([]);
  });

  test('once it has begun nothing comes up any more', async () => {
    at.begin();
    at.companion.end();
    expect(at.page.state).toBe('hidden');
    at.companion.bringUp();
    at.companion.pageEnded('crashed');
    await at.clock.pass(60_000);
    void at.companion.quitAsked();
    expect([at.page.state, at.page.done, at.words.said]).toEqual(['hidden', [], []]);
    await at.companion.closeAsked();
    expect(at.page.state).toBe('none');
  });
});

describe('a page that dies', () => {
  test('is loaded again a second later', async () => {
    at.begin();
    at.companion.pageEnded('crashed');
    await at.clock.pass(999);
    expect(at.page.done).toEqual([]);
    await at.clock.pass(1);
    expect(at.page.done).toEqual(['load']);
    expect(at.logged).toEqual(['page ended']);
  });

  test('three times in a minute is tried again by a hand alone, and counts from nothing then', async () => {
    at.begin();
    for (const _ of [1, 2, 3]) {
      at.companion.pageEnded('crashed');
      await at.clock.pass(5_000);
    }
    expect([at.page.state, at.page.done, at.words.said]).toEqual([
      'none',
      ['load', 'load'],
      ['again'],
    ]);
    await at.answer('again');
    expect(at.page.state).toBe('front');
    at.companion.pageEnded('crashed');
    await at.clock.pass(1_000);
    expect(at.page.done).toEqual(['load', 'load', 'load']);
  });

  test('three times in more than a minute is loaded each time', async () => {
    at.begin();
    for (const _ of [1, 2, 3, 4]) {
      at.companion.pageEnded('crashed');
      await at.clock.pass(31_000);
    }
    expect(at.page.done).toEqual(['load', 'load', 'load', 'load']);
  });

  test('whoever brings the window up needs no box', async () => {
    at.begin();
    for (const _ of [1, 2, 3]) at.companion.pageEnded('crashed');
    at.companion.bringUp();
    expect(at.words.said).toEqual(['again', 'box gone']);
    expect(at.page.state).toBe('front');
    await at.answer('quit');
    expect(at.words.said).toEqual(['again', 'box gone']);
  });

  test('whoever wants to quit is asked about what waits, and who stays has the window', async () => {
    at.begin();
    for (const _ of [1, 2, 3]) at.companion.pageEnded('crashed');
    await at.answer('quit');
    expect(at.words.said).toEqual(['again', 'quitting']);
    await at.answer(false);
    expect([at.page.state, at.world.quits]).toEqual(['front', 0]);
  });
});

describe('a page that answers nothing', () => {
  test('is ended ten seconds after the system has said so', async () => {
    at.begin();
    at.companion.pageIsUnresponsive();
    await at.clock.pass(9_999);
    expect(at.page.done).toEqual([]);
    await at.clock.pass(1);
    expect(at.page.done).toEqual(['crash']);
  });

  test('and answers again in time lives', async () => {
    at.begin();
    at.companion.pageIsUnresponsive();
    await at.clock.pass(9_000);
    at.companion.pageIsResponsive();
    await at.clock.pass(60_000);
    expect(at.page.done).toEqual([]);
  });
});
