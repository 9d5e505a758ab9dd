import type { CallName, EventName } from './bridge.ts';

/** The wire name of every call: the only strings that cross between the processes. */
export const CALL_CHANNELS = {
  getTill: 'tillside:get-till',
  getOutbox: 'tillside:get-outbox',
  registerMember: 'tillside:register-member',
  findMember: 'tillside:find-member',
  sendNow: 'tillside:send-now',
  setLocale: 'tillside:set-locale',
  setSound: 'tillside:set-sound',
  getSettings: 'tillside:get-settings',
  saveSettings: 'tillside:save-settings',
  setUp: 'tillside:set-up',
  changePin: 'tillside:change-pin',
  testConnection: 'tillside:test-connection',
} as const satisfies Record<CallName, string>;

export const EVENT_CHANNELS = {
  outboxChanged: 'tillside:outbox-changed',
  tillChanged: 'tillside:till-changed',
} as const satisfies Record<EventName, string>;
