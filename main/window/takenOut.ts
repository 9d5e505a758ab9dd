/**
 * A call from browser to browser needs no packet to tell somebody something: where the other side says that it is at a
 * host, its name is looked up, by whichever name server there is or aloud in the local network, and no proxy and no policy of
 * Chromium's is asked. By whatever name: a later Chromium may make one without `RTCPeerConnection`.
 */
const CALLS =
  'for (const name of Object.getOwnPropertyNames(globalThis)) if (/^(webkit)?RTC/.test(name)) delete globalThis[name]';

/**
 * Copying by itself, and words of a script's own in what a hand copies, cuts or drags: every other program reads it there. A
 * hand goes on copying what is selected.
 */
const COPIES =
  'delete Document.prototype.execCommand; delete DataTransfer.prototype.setData; delete DataTransferItemList.prototype.add';

/**
 * What makes something at every call that Chromium keeps in the main process, as much of it as is asked for: a million locks held it for
 * half a minute. The page uses none of it.
 */
export const KEPT_IN_MAIN = {
  ofNavigator: [
    'clearAppBadge',
    'credentials',
    'getInstalledRelatedApps',
    'locks',
    'mediaSession',
    'presentation',
    'registerProtocolHandler',
    'requestMIDIAccess',
    'sendBeacon',
    'serviceWorker',
    'setAppBadge',
    'storage',
    'storageBuckets',
    'unregisterProtocolHandler',
    'wakeLock',
    'webkitPersistentStorage',
    'webkitTemporaryStorage',
  ],
  ofWindow: [
    'BroadcastChannel',
    'Notification',
    'PaymentRequest',
    'PresentationRequest',
    'SharedWorker',
    'WebTransport',
    'caches',
    'cookieStore',
    'indexedDB',
    'openDatabase',
    'speechSynthesis',
    'webkitRequestFileSystem',
    'webkitResolveLocalFileSystemURL',
    'webkitSpeechRecognition',
  ],
} as const;

const KEPT = [
  `for (const name of ${JSON.stringify(KEPT_IN_MAIN.ofNavigator)}) delete Navigator.prototype[name]`,
  `for (const name of ${JSON.stringify(KEPT_IN_MAIN.ofWindow)}) delete globalThis[name]`,
].join('; ');

/**
 * Places in the history of a script's own, with anything in them: the main process keeps each, and eighteen had two gigabytes
 * there. In the page itself the preload script holds what would make one by another way; this stops frames as well.
 */
const HISTORY = [
  "for (const name of ['pushState', 'replaceState']) delete History.prototype[name]",
  "for (const name of ['navigate', 'reload', 'updateCurrentEntry']) delete globalThis.Navigation?.prototype[name]",
].join('; ');

/**
 * What no policy and no handler stops, as a script for every world of a page before its own first script: opening the
 * system's file dialogs (`fileChoosers.ts`), reading the colours of the whole screen, whatever program shows them, putting
 * something on the clipboard, calls from browser to browser, and having the main process keep any amount of something.
 */
export const TAKE_OUT = [
  'delete HTMLInputElement.prototype.showPicker; delete globalThis.EyeDropper',
  COPIES,
  CALLS,
  KEPT,
  HISTORY,
].join('; ');
