import type { RegisterRequest } from '../../app/ipc/bridge.ts';
import type { KnownMember, Registered } from '../../app/ipc/registration.ts';
import type { RestoredDraft } from '../../app/ipc/restoredDraft.ts';
import type { FieldName } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { Comparison } from '../../app/outbox/comparison.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import type { Sound } from '../sound/tones.ts';
import type { ErasedPerson } from './erasedPerson.ts';
import type { PutOff, Question } from './registration.ts';
import type { FailureCode } from './result.ts';

/**
 * What happens at the counter. What comes later than it was asked for names what it belongs to: the form by its
 * `requestId`, a look-up by its question, a comparison by its request. `now`: monotonic ms.
 */
export type RegistrationEvent =
  /** The form holds this now, by keys, pad or scanner. */
  | { type: 'edited'; values: MemberInput }
  /** An input method was left in the middle of a word. `refused`: a press at this time (monotonic ms) did nothing for it. */
  | { type: 'word-left'; field: FieldName; refused: number | null }
  /** `at`: till's clock, ms since 1970. */
  | { type: 'consent-toggled'; at: number }
  | { type: 'marketing-toggled' }
  | { type: 'save-pressed'; values: MemberInput; now: number }
  /** `wrong`: the first wrong field, or null where the form is right. */
  | { type: 'validated'; requestId: string; wrong: FieldName | null }
  /** The save has waited long enough for a word about its phone number. */
  | { type: 'patience-ended'; requestId: string }
  | { type: 'stored'; requestId: string; saved: Registered; now: number }
  | {
      type: 'not-stored';
      requestId: string;
      code: FailureCode;
      fields: Partial<Record<FieldName, string>>;
    }
  | { type: 'looked-up'; question: Question; member: KnownMember | null }
  | { type: 'lookup-refused'; question: Question; waitSeconds: number }
  /** The time after which the till may be asked again is over. */
  | { type: 'lookup-due'; putOff: PutOff }
  /** From a member who is known to the correction of that member, and back. */
  | { type: 'known-toggled' }
  /** What the known member was registered with, where that can still be read; or that it cannot be. */
  | { type: 'known-read'; requestId: string; draft: CorrectionDraft }
  | { type: 'known-unread'; requestId: string; corrects: string }
  /** `request`: the very one that was asked about. A form asks more than once, about one content and another. */
  | { type: 'compared'; request: RegisterRequest; comparison: Comparison }
  | { type: 'not-compared'; request: RegisterRequest; code: FailureCode }
  /** What somebody says who was shown what a correction would change: so be it, not so, or: it is somebody else. */
  | { type: 'correction-confirmed'; requestId: string }
  | { type: 'correction-left'; requestId: string }
  | { type: 'correction-added'; requestId: string }
  | { type: 'clear-pressed' }
  | { type: 'undo-pressed' }
  /** The customer does not agree. */
  | { type: 'refuse-pressed' }
  | { type: 'correction-opened'; draft: CorrectionDraft }
  /**
   * What a crash has left behind. `mayComeIn`: nobody can have been under way to the form yet. `isBehindLock`: it is not
   * to be seen before somebody has unlocked.
   */
  | {
      type: 'draft-restored';
      draft: RestoredDraft;
      mayComeIn: boolean;
      isBehindLock: boolean;
      now: number;
    }
  /** Another program of this PC would have this in the form. */
  | { type: 'form-offered'; values: MemberInput; now: number }
  /** Somebody does something to the page, by hand or by scanner, whatever it is; a press of "save" says so itself. */
  | { type: 'hand-came'; now: number }
  /** What was cleared has lain there for long enough. */
  | { type: 'aside-expired' }
  /** The manager has erased somebody. */
  | { type: 'person-erased'; person: ErasedPerson }
  /** Saves of this till were closed, or came back. */
  | { type: 'records-changed' }
  /** The till belongs to another brand now. */
  | { type: 'brand-changed' }
  | { type: 'locked' }
  | { type: 'unlocked' }
  | { type: 'next-key'; now: number };

export type EventOf<Type extends RegistrationEvent['type']> = Extract<
  RegistrationEvent,
  { type: Type }
>;

/** What has to be done outside: the reducer only says so. */
export type RegistrationEffect =
  | { kind: 'validate'; requestId: string }
  | { kind: 'await-lookup'; requestId: string }
  | { kind: 'look-up'; question: Question }
  | { kind: 'look-up-later'; putOff: PutOff }
  /** `corrects`: the save that the form is to put right from now on. */
  | { kind: 'read-known'; requestId: string; corrects: string; operatorId: string }
  | { kind: 'compare'; request: RegisterRequest }
  | { kind: 'store'; request: RegisterRequest }
  /** What has just been put aside is to be forgotten after a while. */
  | { kind: 'expire-aside' }
  /** The form shows this, without the look of an error, and the focus goes to its first field. */
  | { kind: 'fill'; values: MemberInput }
  /** Fields that are still empty get a value; the focus stays where it is, and what is typed there is written instead. */
  | { kind: 'complete'; values: Partial<MemberInput> }
  /** What the till has put into these fields is taken out of them again. */
  | { kind: 'empty'; fields: readonly FieldName[] }
  | { kind: 'show-errors'; fields: Partial<Record<FieldName, string>> }
  | { kind: 'focus'; target: FieldName | 'first-wrong' | 'consent' }
  | { kind: 'lock' }
  /** This one is at the till from now on. */
  | { kind: 'operator'; operatorId: string }
  /** Somebody is to look at what stands in the field: the caret is behind it. */
  | { kind: 'reread'; field: FieldName }
  /** Nobody of this till is chosen: the list of operators opens. */
  | { kind: 'choose-operator' }
  | { kind: 'play'; sound: Sound }
  /** What is kept on the disk of a form that is not saved yet: the methods of `DraftKeeper`. */
  | { kind: 'draft'; act: 'touch' | 'pause' | 'flush' | 'saved' | 'drop' };
