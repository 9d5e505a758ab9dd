import { beforeEach, describe, expect, test } from 'vitest';
import { companionWorld, settled } from '../../testing/tills/companionWorld.ts';

let at: ReturnType<typeof companionWorld>;
beforeEach(() => {
  at = companionWorld();
  at.begin();
  at.page.saysKept = false;
});

describe('a page that says nothing in time', () => {
  test('stays out of sight as long as the disk does not have what it has given to be kept', async () => {
    at.typed.standing = 'unkept';
    await at.companion.closeAsked();
    await at.clock.pass(60 * 60_000);
    expect(at.page.state).toBe('hidden');
    at.typed.standing = 'kept';
    await at.clock.pass(63_000);
    expect(at.page.state).toBe('none');
  });

  test('is not taken for kept by whoever ends the program, and is waited for no longer', async () => {
    at.typed.standing = 'unkept';
    const keeping = at.companion.keepTyped(500);
    await at.clock.pass(500);
    expect(await keeping).toBe(false);
  });

  test.each([
    ['nothing', 'quitting'],
    ['kept', 'quitting loses the form'],
    ['unkept', 'quitting loses the form'],
  ] as const)('is asked about where it last gave "%s": %s', async (standing, said) => {
    at.typed.standing = standing;
    void at.companion.quitAsked();
    await at.clock.pass(500);
    await settled();
    expect(at.words.said).toEqual([said]);
  });
});
