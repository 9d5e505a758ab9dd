import type { IpcMainInvokeEvent } from 'electron';
import { isAppAddress } from '../window/appAddress.ts';

/** Whether a call comes from the main frame of our own page: as the browser knows it, not as the page says. */
export function isOurPage({
  sender,
  senderFrame: frame,
}: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean {
  return frame !== null && frame === sender.mainFrame && isAppAddress(frame.url);
}
