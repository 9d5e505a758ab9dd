import type { WebPreferences } from 'electron';
import { PAGE_PARTITION } from './pageSession.ts';

/** The one place where a window's preferences come from. Every line is Electron's safe value, written out. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    partition: PAGE_PARTITION,
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
    // The queue drains behind the POS program as well as in front of it.
    backgroundThrottling: false,
  };
}
