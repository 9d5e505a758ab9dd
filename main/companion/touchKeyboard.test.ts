import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../clock/clock.ts';
import { KeptWindow, WINDOW_FILE } from './keptWindow.ts';
import { letTouchKeyboardCome } from './touchKeyboard.ts';

function switchesIn(folder: string): string[] {
  const given: string[] = [];
  letTouchKeyboardCome({ appendSwitch: (name) => void given.push(name) }, folder);
  return given;
}

test('a finger on a text field opens the touch keyboard, unless the settings have chosen otherwise', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillside-touch-'));
  expect(switchesIn(folder)).toEqual(['disable-usb-keyboard-detect']);
  const kept = new KeptWindow({ folder, clock: systemClock, mayWrite: async () => true });
  kept.keep({ touchKeyboard: false });
  await kept.settled();
  expect(switchesIn(folder)).toEqual([]);
  writeFileSync(join(folder, WINDOW_FILE), '{');
  expect(switchesIn(folder)).toEqual(['disable-usb-keyboard-detect']);
});
