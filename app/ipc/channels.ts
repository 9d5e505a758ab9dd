import type { CallName, EventName } from './bridge.ts';

/** The wire name of a call or an event, the only strings that cross between the processes: `tillside:get-till`. */
export function channelOf(name: CallName | EventName): string {
  return `tillside:${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
