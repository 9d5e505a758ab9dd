import type { ComputerQuestion } from '../computer/computerQuestion.ts';
import type { Notice } from '../consent/notice.ts';
import type { KeyQuestion } from '../keys/keyQuestion.ts';
import type { MoveQuestion } from '../move/moveCalls.ts';
import type { Locale } from '../settings/locales.ts';
import type { GivenSettings, LockedSettings } from '../settings/lockedSettings.ts';
import type { Operator } from '../settings/provision.ts';
import type { ProvisionQuestion } from '../settings/provisionChanges.ts';

/** What the page needs to know of the till. No secret is in it. */
export interface TillView {
  /** The till cannot be opened for its key, and this is what is asked; null: it is open. */
  closed: KeyQuestion | null;
  provisioned: boolean;
  /** What of the settings nobody changes here, and who says so. */
  locked: LockedSettings;
  /** What a till without settings is given of them. */
  given: GivenSettings;
  /** It was set up once, and its settings are gone: setting it up again takes the PIN of then. */
  isLost: boolean;
  /** Whether a manager's PIN is set: without one nothing opens that asks for it, and that is said at once. */
  hasPin: boolean;
  brandId: string;
  shopId: string;
  operators: Operator[];
  /** What customers agree to; null: the words that the program brings along. */
  notice: Notice | null;
  /** Minutes without a hand until the screen locks; 0: never. */
  lockAfterMinutes: number;
  /** Whether the screen is locked, as a page that is loaded finds it. */
  isLocked: boolean;
  locale: Locale;
  /** Whether the till makes a sound when a save is safe, and when something is wrong. */
  isSoundOn: boolean;
  /** A provisioning that waits for somebody's word, or null. */
  question: ProvisionQuestion | null;
  /** A move of the queue that waits for the manager's word, or whose report waits for a reader; or null. */
  move: MoveQuestion | null;
  /** The data seem to be another computer's, and wait for the manager's word; or null. */
  computer: ComputerQuestion | null;
  /** What was sealed with a data key of before is still there: that key is kept until nothing needs it. */
  isOldKeyNeeded: boolean;
  appVersion: string;
}
