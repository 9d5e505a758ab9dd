import { expect, test } from 'vitest';
import { type MachineFacts, missingPackages } from './prerequisites.ts';

/** A machine with a desktop and everything on it. */
function machine(changes: Partial<MachineFacts> = {}): MachineFacts {
  return {
    hasDisplay: true,
    missingLibraries: [],
    hasChineseFont: true,
    hasNotoCjk: true,
    hasCommand: () => true,
    ...changes,
  };
}

/** What an empty Debian has. */
const bare = machine({
  hasDisplay: false,
  missingLibraries: ['libgtk-3.so.0'],
  hasChineseFont: false,
  hasNotoCjk: false,
  hasCommand: () => false,
});

test('a machine with everything is left alone', () => {
  expect(missingPackages('test', machine())).toEqual([]);
});

test('an empty Debian gets what the app needs, and what tests need only for tests', () => {
  const forApp = ['xvfb', 'fonts-noto-cjk', 'chromium'];
  expect(missingPackages('run', bare)).toEqual(forApp);
  const forTests = ['chromium-headless-shell', 'gnome-keyring', 'dbus', 'libnss3-tools'];
  expect(missingPackages('test', bare)).toEqual([...forApp, ...forTests]);
});

test('a machine with a display needs no virtual one', () => {
  expect(missingPackages('run', { ...bare, hasDisplay: true })).not.toContain('xvfb');
});

test('any Chinese font will do for the app; layouts are measured with one', () => {
  const otherFont = machine({ hasNotoCjk: false });
  expect(missingPackages('run', otherFont)).toEqual([]);
  expect(missingPackages('test', otherFont)).toEqual(['fonts-noto-cjk']);
});

test.each(['chromium', 'chromium-headless-shell'])(
  'the page is tested in %s alone as well',
  (name) => {
    const hasCommand = (asked: string) => asked === name || !asked.startsWith('chromium');
    expect(missingPackages('test', machine({ hasCommand }))).toEqual([]);
  },
);
