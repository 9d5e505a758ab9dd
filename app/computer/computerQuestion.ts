/** What becomes of what has come along from another computer: it is sent from here, or from there. */
export const COMPUTER_ANSWERS = ['moved', 'start-empty'] as const;

export type ComputerAnswer = (typeof COMPUTER_ANSWERS)[number];

/** The data seem to be another computer's, and this is what the manager is asked. */
export interface ComputerQuestion {
  /** Saves that have come along and are not accepted: until the answer nobody knows who sends them. */
  inherited: number;
  /** Whether it takes the manager's PIN: where none is set, none is asked for. */
  needsPin: boolean;
}
