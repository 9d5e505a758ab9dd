import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { comeToFront } from './comeToFront.ts';

/** What is done with a window, or with the program, when it is started once more. */
function doneWith(state: { isDestroyed?: boolean; isMinimized?: boolean } | null): string[] {
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  const window = {
    isDestroyed: () => state?.isDestroyed ?? false,
    isMinimized: () => state?.isMinimized ?? false,
    restore: note('restore'),
    show: note('show'),
    focus: note('focus'),
  } as unknown as BrowserWindow;
  comeToFront({ relaunch: note('relaunch') }, state === null ? null : window);
  return done;
}

test('a second start shows the window and gives it the focus, also one that was minimised', () => {
  expect(doneWith({})).toEqual(['show', 'focus']);
  expect(doneWith({ isMinimized: true })).toEqual(['restore', 'show', 'focus']);
});

test('a program that was started again while it was closing comes back', () => {
  expect(doneWith({ isDestroyed: true })).toEqual(['relaunch']);
});

test('before there is a window nothing is shown', () => {
  expect(doneWith(null)).toEqual([]);
});
