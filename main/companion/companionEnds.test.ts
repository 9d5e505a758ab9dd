import { beforeEach, describe, expect, test } from 'vitest';
import { USUAL_WINDOW } from '../../app/settings/windowChoices.ts';
import { companionWorld, settled } from '../../testing/tills/companionWorld.ts';

let at: ReturnType<typeof companionWorld>;
beforeEach(() => {
  at = companionWorld();
});

describe('what was begun for a page that is gone is not done to the next one:', () => {
  test('one that answered nothing is closed, and the one that is opened then is not ended', async () => {
    at.begin();
    at.companion.pageIsUnresponsive();
    await at.clock.pass(2_000);
    await at.companion.closeAsked();
    await at.clock.pass(1_000);
    expect(at.page.state).toBe('none');
    at.companion.bringUp();
    await at.clock.pass(20_000);
    expect([at.page.made, at.page.done]).toEqual([2, []]);
  });

  test('one that died is closed and another opened within the second: that one is not loaded under the hands', async () => {
    at.begin();
    at.companion.pageEnded('crashed');
    await at.companion.closeAsked();
    await at.clock.pass(500);
    at.companion.bringUp();
    await at.clock.pass(20_000);
    expect([at.page.made, at.page.done]).toEqual([2, []]);
  });

  test('one whose window went with it is asked for within the second: that one is not loaded under the hands', async () => {
    at.begin();
    at.page.state = 'none';
    at.companion.pageEnded('closed');
    await at.clock.pass(500);
    at.companion.bringUp();
    await at.clock.pass(20_000);
    expect([at.page.made, at.page.done]).toEqual([2, []]);
  });

  test('one that died and is forgiven is loaded once', async () => {
    at.begin();
    for (const _ of [1, 2, 3]) at.companion.pageEnded('crashed');
    await at.answer('again');
    await at.clock.pass(20_000);
    expect([at.page.made, at.page.done]).toEqual([2, []]);
  });
});

describe('a kiosk ends by nothing but the manager’s settings:', () => {
  beforeEach(() => {
    at.world.choices = { ...USUAL_WINDOW, kiosk: true };
    at.begin();
  });

  test('nobody is asked whether it may, wherever that comes from', async () => {
    await at.companion.quitAsked();
    await at.companion.closeAsked();
    expect([at.words.said, at.world.quits, at.page.state]).toEqual([[], 0, 'front']);
  });

  test('a page that died three times offers another try alone, and whatever is answered is one', async () => {
    for (const _ of [1, 2, 3]) at.companion.pageEnded('crashed');
    expect(at.words.said).toEqual(['again, nothing else']);
    await at.answer('quit');
    expect([at.words.said, at.world.quits, at.page.state]).toEqual([
      ['again, nothing else'],
      0,
      'front',
    ]);
  });

  test('one that the manager has chosen while the question stood is not ended by its answer', async () => {
    at.world.choices = USUAL_WINDOW;
    void at.companion.quitAsked();
    await settled();
    at.world.choices = { ...USUAL_WINDOW, kiosk: true };
    await at.answer(true);
    expect(at.world.quits).toBe(0);
  });
});

describe('before the program ends', () => {
  test('what was typed is kept, and a page that is busy is waited for no longer than is allowed', async () => {
    at.begin();
    at.page.saysKept = false;
    at.companion.end();
    let isKept = false;
    const keeping = at.companion.keepTyped(3_000).then(() => {
      isKept = true;
    });
    await at.clock.pass(2_999);
    expect(isKept).toBe(false);
    await at.clock.pass(1);
    await keeping;
    const soon = at.companion.keepTyped(3_000);
    at.page.sayKept();
    await soon;
  });

  test('a window that was just put away is not ended twice', async () => {
    at.begin();
    at.page.saysKept = false;
    await at.companion.closeAsked();
    at.companion.end();
    at.page.sayKept();
    await settled();
    expect(at.page.state).toBe('hidden');
  });
});
