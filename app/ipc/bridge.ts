import type { Consent } from '../consent/consent.ts';
import type { Notice } from '../consent/notice.ts';
import type { Draft, RestoredDraft } from '../draft/draft.ts';
import type { KeyCalls, KeyQuestion } from '../keys/keyQuestion.ts';
import type { MaskedMember } from '../member/mask.ts';
import type { MemberInput } from '../member/memberSchema.ts';
import type { MoveCalls, MoveFailure, MoveQuestion } from '../move/moveCalls.ts';
import type { OutboxView } from '../outbox/outboxView.ts';
import type { QueueCalls } from '../outbox/queueCalls.ts';
import type { SaveState } from '../outbox/save.ts';
import type { ConnectionReport } from '../settings/connectionTest.ts';
import type { Locale } from '../settings/locales.ts';
import type { Operator } from '../settings/provision.ts';
import type { ProvisionQuestion } from '../settings/provisionChanges.ts';
import type { GatewayInput, SettingsInput } from '../settings/settingsInput.ts';
import type { SettingsView } from '../settings/settingsView.ts';

/** What the page needs to know of the till. No secret is in it. */
export interface TillView {
  /** The till cannot be opened for its key, and this is what is asked; null: it is open. */
  closed: KeyQuestion | null;
  provisioned: boolean;
  /** It was set up once, and its settings are gone: setting it up again takes the PIN of then. */
  isLost: boolean;
  brandId: string;
  shopId: string;
  operators: Operator[];
  /** What customers agree to; null: the words that the program brings along. */
  notice: Notice | null;
  /** Minutes without a hand until the screen locks; 0: never. */
  lockAfterMinutes: number;
  locale: Locale;
  /** Whether the till makes a sound when a save is safe, and when something is wrong. */
  isSoundOn: boolean;
  /** A provisioning that waits for somebody's word, or null. */
  question: ProvisionQuestion | null;
  /** A move of the queue that waits for the manager's word, or whose report waits for a reader; or null. */
  move: MoveQuestion | null;
  /** What was sealed with a data key of before is still there: that key is kept until nothing needs it. */
  isOldKeyNeeded: boolean;
  appVersion: string;
}

export interface RegisterRequest {
  /** 32 hex digits, made when the form was opened: one id is one intention. */
  requestId: string;
  operatorId: string;
  member: MemberInput;
  /** The request id of the save that this one corrects. */
  correctionOf: string | null;
  /** Null only for a correction, which goes under the consent of the save that it corrects. */
  consent: Consent | null;
}

/** An expected failure: a stable code, and for wrong input a code for each field. */
export interface BridgeError {
  code:
    | 'input.invalid'
    | 'intention.reused'
    | 'operator.unknown'
    | 'consent.missing'
    | 'consent.outdated'
    | 'not-provisioned'
    | 'store.disk-full'
    | 'store.read-only'
    | 'store.other-program'
    | 'store.failed'
    | 'pin.wrong'
    | 'pin.locked'
    | 'pin.unset'
    | 'audit.refused'
    | 'lookup.too-fast'
    | 'send.too-fast'
    | 'register.too-fast'
    | 'settings.missing'
    | 'save.changed'
    | 'save.unreadable'
    | 'save.needs-manager'
    | 'request.refused'
    | 'passphrase.differs'
    | 'key.refused'
    | 'key.too-many'
    | MoveFailure;
  fields?: Partial<Record<keyof MemberInput, string>>;
  /** With `pin.locked` and whatever is `too-fast`: seconds until the next one is taken. */
  waitSeconds?: number;
}

export type BridgeResult<T> = { ok: true; value: T } | { ok: false; error: BridgeError };

/** Given only once the save is flushed to the disk of this till. */
export interface Registered {
  requestId: string;
  slip: string;
  /** The slip of what was to be corrected and still goes on beside it, because its opening was too long ago; or null. */
  uncorrected: string | null;
}

/** The newest save of this till with the phone number that was asked for. */
export interface KnownMember {
  requestId: string;
  slip: string;
  masked: MaskedMember;
  /** Waiting, being sent, held, or accepted less than the retention time ago. */
  state: Exclude<SaveState, 'discarded'>;
}

/** Channel → argument and reply. Main, preload, page and the page's double all derive from it. */
export interface BridgeCalls extends QueueCalls, MoveCalls, KeyCalls {
  getTill: { argument: null; reply: TillView };
  getOutbox: { argument: null; reply: OutboxView };
  registerMember: { argument: RegisterRequest; reply: Registered };
  /** Whether this till knows the phone number, compared by its keyed hash; null where it does not. */
  findMember: { argument: { mobile: string }; reply: KnownMember | null };
  /** Try to send now instead of at the next due time. */
  sendNow: { argument: null; reply: null };
  setLocale: { argument: { locale: Locale }; reply: null };
  setSound: { argument: { isOn: boolean }; reply: null };
  /** Keeps what is typed, sealed and durable, in place of the draft before. */
  keepDraft: { argument: Draft; reply: null };
  /** The draft that a crash or a power cut left behind, or null. */
  getDraft: { argument: null; reply: RestoredDraft | null };
  dropDraft: { argument: null; reply: null };
  getSettings: { argument: { pin: string }; reply: SettingsView };
  saveSettings: { argument: { pin: string; settings: SettingsInput }; reply: null };
  /** The first settings of a till that has none, and the manager's first PIN; of one that is lost, the PIN of before. */
  setUp: { argument: { settings: SettingsInput; managerPin: string }; reply: null };
  changePin: { argument: { pin: string; newPin: string }; reply: null };
  /** A new data key; sealing anew goes on in the background, and `TillView` tells until when the old one is needed. */
  replaceKey: { argument: { pin: string }; reply: null };
  /** The provisioning that the window asks about is taken over, by the manager's word, or put off. */
  acceptProvision: { argument: { pin: string; question: number }; reply: null };
  declineProvision: { argument: null; reply: null };
  /** On a till that has no settings yet no PIN is asked for. */
  testConnection: { argument: { pin: string; gateway: GatewayInput }; reply: ConnectionReport };
}

/** Main → page. */
export interface BridgeEvents {
  outboxChanged: OutboxView;
  /** New settings, by the manager or by a provisioning that was handed over. */
  tillChanged: TillView;
  /** The PC goes to sleep, comes back, or was locked: nobody knows who comes next. */
  lockAsked: null;
}

export type CallName = keyof BridgeCalls;
export type EventName = keyof BridgeEvents;

type Call<Name extends CallName> = BridgeCalls[Name]['argument'] extends null
  ? () => Promise<BridgeResult<BridgeCalls[Name]['reply']>>
  : (argument: BridgeCalls[Name]['argument']) => Promise<BridgeResult<BridgeCalls[Name]['reply']>>;

/** What stands at `window.tillside`: these keys and no others. */
export type Bridge = { readonly [Name in CallName]: Call<Name> } & {
  /** Calls back on every change; returns the way to stop. */
  readonly onOutboxChanged: (listener: (view: OutboxView) => void) => () => void;
  readonly onTillChanged: (listener: (till: TillView) => void) => () => void;
  readonly onLockAsked: (listener: () => void) => () => void;
};
