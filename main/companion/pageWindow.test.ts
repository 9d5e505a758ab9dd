import { beforeEach, describe, expect, test } from 'vitest';
import { pageWorld } from '../../testing/tills/pageWorld.ts';

/*
 * Electron's window is played: a dialog of the system whose window has gone ends the program by chance, and only where
 * there is a desktop (Electron 25, Linux).
 */
let { page, made, told } = pageWorld();

beforeEach(() => {
  ({ page, made, told } = pageWorld());
  page.show('front');
  told.length = 0;
});

/** A dialog of the system's over the page's window, until somebody answers it. */
function openDialog() {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { answered: page.under(() => promise), answer: () => resolve('a file') };
}

describe('a dialog of the system that stands over the window', () => {
  test('keeps it from being closed, and its answer is as ever', async () => {
    const { answered, answer } = openDialog();
    expect(made[0]?.close()).toBe(false);
    expect(told).toEqual([]);
    answer();
    expect(await answered).toBe('a file');
    expect(made[0]?.isGone).toBe(false);
    made[0]?.close();
    expect(told).toEqual(['close asked']);
  });

  test('keeps it until its answer where the page is ended: out of sight, and nobody’s page any more', async () => {
    page.show('front');
    const { answered, answer } = openDialog();
    page.end();
    expect([made[0]?.isGone, made[0]?.isVisible(), page.isThere]).toEqual([false, false, false]);
    expect(told).toEqual(['gone']);
    page.show('front');
    expect(made).toHaveLength(2);
    answer();
    await answered;
    expect(made.map(({ isGone }) => isGone)).toEqual([true, false]);
    expect(told).toEqual(['gone', 'made']);
  });

  test('keeps it until the last of several is answered', async () => {
    const [first, second] = [openDialog(), openDialog()];
    page.end();
    first.answer();
    await first.answered;
    expect(made[0]?.isGone).toBe(false);
    second.answer();
    await second.answered;
    expect(made[0]?.isGone).toBe(true);
  });

  test('lets it go where the dialog could not be shown', async () => {
    const shown = page.under(() => Promise.reject(new Error('no dialog')));
    page.end();
    await expect(shown).rejects.toThrow('no dialog');
    expect(made[0]?.isGone).toBe(true);
  });

  test('does not hold up a program that quits: a window whose page was ended closes when it is told to', () => {
    openDialog();
    page.end();
    expect(made[0]?.close()).toBe(true);
  });

  test('is not shown where there is no window', async () => {
    page.end();
    expect(await page.under(() => expect.fail('it is shown'))).toBeNull();
  });
});

test('no page gives the window another title than the program’s', () => {
  page.setTitle('会员登记');
  made[0]?.pageTitled('13800138000');
  expect(made[0]?.title).toBe('会员登记');
});
