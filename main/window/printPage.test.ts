import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { printPage } from './printPage.ts';

type Print = BrowserWindow['webContents']['print'];

/** A window that prints like this. */
const windowThat = (print: Print, isGone = false) =>
  ({ isDestroyed: () => isGone, webContents: { print } }) as unknown as BrowserWindow;

const answers = (isPrinted: boolean, reason: string): Print => {
  return (_options, callback) => callback?.(isPrinted, reason);
};

test('printing asks with the dialog of the system, and never goes to a printer by itself', async () => {
  const asked: unknown[] = [];
  const window = windowThat((options, callback) => {
    asked.push(options);
    callback?.(true, '');
  });
  expect(await printPage(window)).toBe(true);
  expect(asked).toEqual([{ silent: false, printBackground: false }]);
});

test.each([
  ['Print job canceled', true],
  ['cancelled', true],
  ['Print job failed', false],
  ['No printers available on the network', false],
  ['', false],
])('a dialog that ends with "%s" is told as it is', async (reason, isFine) => {
  expect(await printPage(windowThat(answers(false, reason)))).toBe(isFine);
});

test('nothing is printed without a window, or where the system cannot print', async () => {
  expect(await printPage(null)).toBe(false);
  expect(await printPage(windowThat(answers(true, ''), true))).toBe(false);
  const cannot = windowThat(() => {
    throw new Error('no printing here');
  });
  expect(await printPage(cannot)).toBe(false);
  expect(await printPage(cannot)).toBe(false);
});

test('while a dialog is open there is no second one, and after it there is', async () => {
  const open: ((isPrinted: boolean, reason: string) => void)[] = [];
  const window = windowThat((_options, callback) => {
    if (callback !== undefined) open.push(callback);
  });
  const first = printPage(window);
  expect(await printPage(window)).toBe(false);
  expect(open).toHaveLength(1);
  open[0]?.(true, '');
  expect(await first).toBe(true);
  const third = printPage(window);
  open[1]?.(true, '');
  expect(await third).toBe(true);
});
