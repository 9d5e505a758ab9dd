import { contextBridge, ipcRenderer, webFrame } from 'electron';
import { isTooLarge } from '../app/ipc/argumentSize.ts';
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

const refused = { ok: false, error: { code: 'request.refused' } } as const;

/** What is too large does not even reach the main process, which would stand still while it is unpacked there. */
function call(channel: string, argument: unknown) {
  return isTooLarge(argument) ? Promise.resolve(refused) : ipcRenderer.invoke(channel, argument);
}

/** Everything the page gets. Nothing of Electron itself passes through. */
const bridge = {
  getTill: () => call(CALL_CHANNELS.getTill, null),
  getOutbox: () => call(CALL_CHANNELS.getOutbox, null),
  registerMember: (argument) => call(CALL_CHANNELS.registerMember, argument),
  findMember: (argument) => call(CALL_CHANNELS.findMember, argument),
  listSaves: (argument) => call(CALL_CHANNELS.listSaves, argument),
  readForCorrection: (argument) => call(CALL_CHANNELS.readForCorrection, argument),
  sendHeldAgain: (argument) => call(CALL_CHANNELS.sendHeldAgain, argument),
  discardSave: (argument) => call(CALL_CHANNELS.discardSave, argument),
  takeBackSave: (argument) => call(CALL_CHANNELS.takeBackSave, argument),
  goOnWithApp: (argument) => call(CALL_CHANNELS.goOnWithApp, argument),
  discardApp: (argument) => call(CALL_CHANNELS.discardApp, argument),
  sendNow: () => call(CALL_CHANNELS.sendNow, null),
  setLocale: (argument) => call(CALL_CHANNELS.setLocale, argument),
  setSound: (argument) => call(CALL_CHANNELS.setSound, argument),
  keepDraft: (argument) => call(CALL_CHANNELS.keepDraft, argument),
  getDraft: () => call(CALL_CHANNELS.getDraft, null),
  dropDraft: () => call(CALL_CHANNELS.dropDraft, null),
  getSettings: (argument) => call(CALL_CHANNELS.getSettings, argument),
  saveSettings: (argument) => call(CALL_CHANNELS.saveSettings, argument),
  setUp: (argument) => call(CALL_CHANNELS.setUp, argument),
  changePin: (argument) => call(CALL_CHANNELS.changePin, argument),
  replaceKey: (argument) => call(CALL_CHANNELS.replaceKey, argument),
  acceptProvision: (argument) => call(CALL_CHANNELS.acceptProvision, argument),
  declineProvision: () => call(CALL_CHANNELS.declineProvision, null),
  testConnection: (argument) => call(CALL_CHANNELS.testConnection, argument),
  chooseQueueFile: (argument) => call(CALL_CHANNELS.chooseQueueFile, argument),
  moveQueue: (argument) => call(CALL_CHANNELS.moveQueue, argument),
  closeMove: () => call(CALL_CHANNELS.closeMove, null),
  tryKeyAgain: () => call(CALL_CHANNELS.tryKeyAgain, null),
  startNewQueue: (argument) => call(CALL_CHANNELS.startNewQueue, argument),
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
