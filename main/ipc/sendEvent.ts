import type { WebContents } from 'electron';
import type { EventName, Told } from '../../app/ipc/bridge.ts';
import { channelOf } from '../../app/ipc/channels.ts';

/** Tells the page of an event. */
export function sendEvent<Name extends EventName>(
  page: Pick<WebContents, 'send'>,
  name: Name,
  told: Told<Name>,
): void {
  page.send(channelOf(name), told);
}
