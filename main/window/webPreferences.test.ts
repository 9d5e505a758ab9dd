import { expect, test } from 'vitest';
import { webPreferences } from './webPreferences.ts';

test('a window has exactly these preferences, each of them the safe one', () => {
  expect(webPreferences('preload.cjs')).toEqual({
    preload: 'preload.cjs',
    // In memory: nothing that begins with `persist:`.
    partition: 'till',
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    devTools: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    backgroundThrottling: false,
  });
});
