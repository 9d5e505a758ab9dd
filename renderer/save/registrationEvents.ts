import type { RestoredDraft } from '../../app/draft/draft.ts';
import type { RegisterRequest } from '../../app/ipc/bridge.ts';
import type { KnownMember, Registered } from '../../app/ipc/registration.ts';
import type { FieldName } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { CorrectionDraft } from '../../app/outbox/queueCalls.ts';
import type { Sound } from '../sound/tones.ts';
import type { FailureCode } from './result.ts';

/**
 * What happens at the counter. What comes later than it was asked for names what it belongs to: the intention by its
 * `requestId`, a phone number by itself. `now`: monotonic ms.
 */
export type RegistrationEvent =
  /** The form holds this now, by keys, pad or scanner. */
  | { type: 'edited'; values: MemberInput }
  /** `at`: till's clock, ms since 1970. */
  | { type: 'consent-toggled'; at: number }
  | { type: 'marketing-toggled' }
  | { type: 'save-pressed'; values: MemberInput; now: number }
  | { type: 'validated'; requestId: string; isValid: boolean }
  /** The save has waited long enough for a word about its phone number. */
  | { type: 'patience-ended'; requestId: string }
  | { type: 'stored'; requestId: string; saved: Registered; now: number }
  | {
      type: 'not-stored';
      requestId: string;
      code: FailureCode;
      fields: Partial<Record<FieldName, string>>;
    }
  | { type: 'looked-up'; mobile: string; member: KnownMember | null }
  | { type: 'lookup-refused'; mobile: string; waitSeconds: number }
  /** The time after which the till may be asked again is over. */
  | { type: 'lookup-due'; mobile: string }
  /** From a correction of the known member to a new member, and back. */
  | { type: 'known-toggled' }
  | { type: 'clear-pressed' }
  | { type: 'undo-pressed' }
  /** The customer does not agree. */
  | { type: 'refuse-pressed' }
  | { type: 'correction-opened'; draft: CorrectionDraft }
  /** What a crash has left behind. */
  | { type: 'draft-restored'; draft: RestoredDraft }
  | { type: 'next-key'; now: number };

export type EventOf<Type extends RegistrationEvent['type']> = Extract<
  RegistrationEvent,
  { type: Type }
>;

/** What has to be done outside: the reducer only says so. */
export type RegistrationEffect =
  | { kind: 'validate'; requestId: string }
  | { kind: 'await-lookup'; requestId: string }
  | { kind: 'look-up'; mobile: string }
  | { kind: 'look-up-later'; mobile: string; waitSeconds: number }
  | { kind: 'store'; request: RegisterRequest }
  /** The form shows this, without the look of an error, and the focus goes to its first field. */
  | { kind: 'fill'; values: MemberInput }
  | { kind: 'show-errors'; fields: Partial<Record<FieldName, string>> }
  | { kind: 'focus'; target: FieldName | 'first-wrong' | 'consent' }
  | { kind: 'play'; sound: Sound }
  /** What is kept on the disk of a form that is not saved yet: the methods of `DraftKeeper`. */
  | { kind: 'draft'; act: 'touch' | 'pause' | 'flush' | 'saved' | 'drop' };
