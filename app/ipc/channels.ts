import type { CallName, EventName } from './bridge.ts';

/** The wire name of every call: the only strings that cross between the processes. */
export const CALL_CHANNELS = {
  getTill: 'tillside:get-till',
  getOutbox: 'tillside:get-outbox',
  registerMember: 'tillside:register-member',
  findMember: 'tillside:find-member',
  listSaves: 'tillside:list-saves',
  readForCorrection: 'tillside:read-for-correction',
  sendHeldAgain: 'tillside:send-held-again',
  discardSave: 'tillside:discard-save',
  takeBackSave: 'tillside:take-back-save',
  goOnWithApp: 'tillside:go-on-with-app',
  discardApp: 'tillside:discard-app',
  sendNow: 'tillside:send-now',
  setLocale: 'tillside:set-locale',
  setSound: 'tillside:set-sound',
  keepDraft: 'tillside:keep-draft',
  getDraft: 'tillside:get-draft',
  dropDraft: 'tillside:drop-draft',
  getSettings: 'tillside:get-settings',
  saveSettings: 'tillside:save-settings',
  setUp: 'tillside:set-up',
  changePin: 'tillside:change-pin',
  replaceKey: 'tillside:replace-key',
  acceptProvision: 'tillside:accept-provision',
  declineProvision: 'tillside:decline-provision',
  testConnection: 'tillside:test-connection',
  chooseQueueFile: 'tillside:choose-queue-file',
  moveQueue: 'tillside:move-queue',
  closeMove: 'tillside:close-move',
  tryKeyAgain: 'tillside:try-key-again',
  startNewQueue: 'tillside:start-new-queue',
} as const satisfies Record<CallName, string>;

export const EVENT_CHANNELS = {
  outboxChanged: 'tillside:outbox-changed',
  tillChanged: 'tillside:till-changed',
  lockAsked: 'tillside:lock-asked',
} as const satisfies Record<EventName, string>;
