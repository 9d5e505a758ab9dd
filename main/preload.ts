import { contextBridge, ipcRenderer, webFrame } from 'electron';
import type { Bridge, BridgeEvents, EventName } from '../app/ipc/bridge.ts';
import { CALL_CHANNELS, EVENT_CHANNELS } from '../app/ipc/channels.ts';

function listen<Name extends EventName>(
  name: Name,
  listener: (told: BridgeEvents[Name]) => void,
): () => void {
  const pass = (_event: unknown, told: BridgeEvents[Name]) => listener(told);
  ipcRenderer.on(EVENT_CHANNELS[name], pass);
  return () => ipcRenderer.off(EVENT_CHANNELS[name], pass);
}

/** Everything the page gets. Nothing of Electron itself passes through. */
const bridge = {
  getTill: () => ipcRenderer.invoke(CALL_CHANNELS.getTill, null),
  getOutbox: () => ipcRenderer.invoke(CALL_CHANNELS.getOutbox, null),
  registerMember: (argument) => ipcRenderer.invoke(CALL_CHANNELS.registerMember, argument),
  findMember: (argument) => ipcRenderer.invoke(CALL_CHANNELS.findMember, argument),
  listSaves: (argument) => ipcRenderer.invoke(CALL_CHANNELS.listSaves, argument),
  readForCorrection: (argument) => ipcRenderer.invoke(CALL_CHANNELS.readForCorrection, argument),
  sendHeldAgain: (argument) => ipcRenderer.invoke(CALL_CHANNELS.sendHeldAgain, argument),
  discardSave: (argument) => ipcRenderer.invoke(CALL_CHANNELS.discardSave, argument),
  takeBackSave: (argument) => ipcRenderer.invoke(CALL_CHANNELS.takeBackSave, argument),
  goOnWithApp: (argument) => ipcRenderer.invoke(CALL_CHANNELS.goOnWithApp, argument),
  discardApp: (argument) => ipcRenderer.invoke(CALL_CHANNELS.discardApp, argument),
  sendNow: () => ipcRenderer.invoke(CALL_CHANNELS.sendNow, null),
  setLocale: (argument) => ipcRenderer.invoke(CALL_CHANNELS.setLocale, argument),
  setSound: (argument) => ipcRenderer.invoke(CALL_CHANNELS.setSound, argument),
  keepDraft: (argument) => ipcRenderer.invoke(CALL_CHANNELS.keepDraft, argument),
  getDraft: () => ipcRenderer.invoke(CALL_CHANNELS.getDraft, null),
  dropDraft: () => ipcRenderer.invoke(CALL_CHANNELS.dropDraft, null),
  getSettings: (argument) => ipcRenderer.invoke(CALL_CHANNELS.getSettings, argument),
  saveSettings: (argument) => ipcRenderer.invoke(CALL_CHANNELS.saveSettings, argument),
  setUp: (argument) => ipcRenderer.invoke(CALL_CHANNELS.setUp, argument),
  changePin: (argument) => ipcRenderer.invoke(CALL_CHANNELS.changePin, argument),
  replaceKey: (argument) => ipcRenderer.invoke(CALL_CHANNELS.replaceKey, argument),
  acceptProvision: (argument) => ipcRenderer.invoke(CALL_CHANNELS.acceptProvision, argument),
  declineProvision: () => ipcRenderer.invoke(CALL_CHANNELS.declineProvision, null),
  testConnection: (argument) => ipcRenderer.invoke(CALL_CHANNELS.testConnection, argument),
  chooseQueueFile: (argument) => ipcRenderer.invoke(CALL_CHANNELS.chooseQueueFile, argument),
  moveQueue: (argument) => ipcRenderer.invoke(CALL_CHANNELS.moveQueue, argument),
  closeMove: () => ipcRenderer.invoke(CALL_CHANNELS.closeMove, null),
  tryKeyAgain: () => ipcRenderer.invoke(CALL_CHANNELS.tryKeyAgain, null),
  startNewQueue: (argument) => ipcRenderer.invoke(CALL_CHANNELS.startNewQueue, argument),
  onOutboxChanged: (listener) => listen('outboxChanged', listener),
  onTillChanged: (listener) => listen('tillChanged', listener),
  onLockAsked: (listener) => listen('lockAsked', listener),
} satisfies Bridge;

contextBridge.exposeInMainWorld('tillside', bridge);

type Going = { destination: { url: string }; preventDefault(): void };

/** As much as is used of `window.navigation`, which both Electrons have; types for the page's side are not at hand here. */
const { navigation } = globalThis as unknown as {
  navigation: { addEventListener(type: 'navigate', listener: (event: Going) => void): void };
};

// The main process refuses every address that it is asked about. About `about:` addresses Electron asks nobody, so the
// page is held where it sets out; its own scripts cannot reach a listener of this world.
navigation.addEventListener('navigate', (event) => {
  if (event.destination.url.startsWith('about:')) event.preventDefault();
});

// Before the page's first script: see `window/fileChoosers.ts`.
void webFrame.executeJavaScript('delete HTMLInputElement.prototype.showPicker');
