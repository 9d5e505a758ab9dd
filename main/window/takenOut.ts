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
 * What no policy and no handler stops, as a script for every world of a page before its own first script: opening the
 * system's file dialogs (`fileChoosers.ts`), reading the colours of the whole screen, whatever program shows them, putting
 * something on the clipboard, and calls from browser to browser.
 */
export const TAKE_OUT = `delete HTMLInputElement.prototype.showPicker; delete globalThis.EyeDropper; ${COPIES}; ${CALLS}`;
