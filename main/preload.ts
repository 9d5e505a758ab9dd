import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../app/ipc/bridge.ts';
import { CALL_CHANNELS, EVENT_CHANNELS } from '../app/ipc/channels.ts';
import type { OutboxView } from '../app/outbox/outboxView.ts';

/** Everything the page gets. Nothing of Electron itself passes through. */
const bridge = {
  getTill: () => ipcRenderer.invoke(CALL_CHANNELS.getTill, null),
  getOutbox: () => ipcRenderer.invoke(CALL_CHANNELS.getOutbox, null),
  registerMember: (argument) => ipcRenderer.invoke(CALL_CHANNELS.registerMember, argument),
  findMember: (argument) => ipcRenderer.invoke(CALL_CHANNELS.findMember, argument),
  sendNow: () => ipcRenderer.invoke(CALL_CHANNELS.sendNow, null),
  setLocale: (argument) => ipcRenderer.invoke(CALL_CHANNELS.setLocale, argument),
  setSound: (argument) => ipcRenderer.invoke(CALL_CHANNELS.setSound, argument),
  getSettings: (argument) => ipcRenderer.invoke(CALL_CHANNELS.getSettings, argument),
  onOutboxChanged: (listener) => {
    const pass = (_event: unknown, view: OutboxView) => listener(view);
    ipcRenderer.on(EVENT_CHANNELS.outboxChanged, pass);
    return () => ipcRenderer.off(EVENT_CHANNELS.outboxChanged, pass);
  },
} satisfies Bridge;

contextBridge.exposeInMainWorld('tillside', bridge);
