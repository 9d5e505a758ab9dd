import type { StoreWarning } from '../../app/outbox/outboxView.ts';

/** That this program alone has the data folder, as far as it is known. */
export interface Hold {
  /** Whether that was seen so lately that nobody else can have begun to use the folder. Costs no look at the disk. */
  readonly isSure: boolean;
  /**
   * Looks where it is not sure. Rejects with `OtherProgramError` where another program has the folder, and with the file
   * system's own error where that cannot be known now.
   */
  confirm(): Promise<void>;
  /** Another PC had the folder until this start: a program that sleeps there may still write one line of its own. */
  readonly isFromElsewhere: boolean;
  /** That another program has it, or null. */
  readonly warning: StoreWarning | null;
}

/** Of a folder that nobody else can know. */
export const SOLE_HOLD: Hold = {
  isSure: true,
  confirm: () => Promise.resolve(),
  isFromElsewhere: false,
  warning: null,
};
