import { contextBridge, ipcRenderer, webFrame } from 'electron';
import type { Bridge, CallName, EventName } from '../app/ipc/bridge.ts';
import { channelOf } from '../app/ipc/channels.ts';
import { EVENTS } from '../app/ipc/events.ts';
import { sizeOf } from '../app/limits/argumentSize.ts';
import { CallsUnderWay } from './ipc/callsUnderWay.ts';
import { TAKE_OUT } from './window/takenOut.ts';

/** Every call, and whether it takes an argument: what the build reads from the table, whose schemas have no place here. */
declare const TILLSIDE_CALLS: Readonly<Record<CallName, boolean>>;

const refused = { ok: false, error: { code: 'request.refused' } } as const;

const underWay = new CallsUnderWay();

/** What is too large does not even reach the main process, which would stand still while it is unpacked there. */
function callOf([name, takesArgument]: [string, boolean]) {
  const channel = channelOf(name as CallName);
  const call = (given?: unknown) => {
    const argument = takesArgument ? given : null;
    const size = sizeOf(argument);
    if (size === null) return Promise.resolve(refused);
    return underWay.call(size, () => ipcRenderer.invoke(channel, argument));
  };
  return [name, call] as const;
}

function eventOf(name: string) {
  const channel = channelOf(name as EventName);
  const listen = (listener: (told: unknown) => void) => {
    const pass = (_event: unknown, told: unknown) => listener(told);
    ipcRenderer.on(channel, pass);
    return () => ipcRenderer.off(channel, pass);
  };
  return [`on${name.charAt(0).toUpperCase()}${name.slice(1)}`, listen] as const;
}

/** Everything the page gets. Nothing of Electron itself passes through. */
const bridge = Object.fromEntries([
  ...Object.entries(TILLSIDE_CALLS).map(callOf),
  ...Object.keys(EVENTS).map(eventOf),
]) as unknown as Bridge;

contextBridge.exposeInMainWorld('tillside', bridge);

type Going = {
  navigationType: 'push' | 'replace' | 'reload' | 'traverse';
  destination: { url: string; sameDocument: boolean };
  preventDefault(): void;
};

/** As much as is used of the page's window, in both Electrons; types for the page's side are not at hand here. */
const { navigation, history } = globalThis as unknown as {
  history: { pushState(state: null, unused: string): void };
  navigation: { addEventListener(type: 'navigate', listener: (event: Going) => void): void };
};

// Somewhere to go back to, which is the same page: no script closes a window that has it (`narrowBlink`).
history.pushState(null, '');

// The main process refuses every address that it is asked about. About `about:` addresses Electron asks nobody, so the
// page is held where it sets out; its own scripts cannot reach a listener of this world. Nor is anybody asked where a
// document takes another address: once it has died, going back would lead there (`PageWindow`). And every further place in
// the history would be kept in the main process, with whatever a script puts into it.
navigation.addEventListener('navigate', (event) => {
  const { url, sameDocument } = event.destination;
  const isAnotherPlace = sameDocument && event.navigationType !== 'traverse';
  if (url.startsWith('about:') || isAnotherPlace) event.preventDefault();
});

// Before the page's first script.
void webFrame.executeJavaScript(TAKE_OUT);
