import type { HeldReason } from '../outbox/save.ts';

/** What an export would do as things are now. */
export interface ExportForeseen {
  /** How many would leave: those that wait, and those that are held. */
  waiting: number;
  held: number;
  /** How many would stay, and why. */
  stays: {
    /** Does not open with the key of this till. */
    unreadable: number;
    /** Has been sent, and nobody has answered; or waits because of a call of the same person that may still arrive. */
    underWay: number;
    /** No other till would take it. */
    refused: number;
    /** Is of the same person as one of the latter two. */
    samePerson: number;
  };
}

/** What an import would do as things are now. */
export interface ImportForeseen {
  /** How many are in the file, and when it was written (ms since 1970, by the till that wrote it). */
  saves: number;
  exportedAt: number;
  /** Where they were made, and what for: twenty of each at the most. */
  shops: string[];
  brands: string[];
  hosts: string[];
  /** Are here as they are. */
  here: number;
  /** Have an id that stands for something else here: the import would end there. */
  idTaken: number;
  /** Have been corrected here, and would be closed. */
  closed: number;
  /** Would be sent from here. */
  sent: number;
  /** Would wait for the manager, and why. */
  held: Partial<Record<HeldReason, number>>;
}

export const MOVE_STAGES = ['preparing', 'writing', 'closing', 'reading', 'taking'] as const;
export type MoveStage = (typeof MOVE_STAGES)[number];

/** How far a move is: so many saves of all; both 0 where they are not counted. */
export interface MoveProgress {
  stage: MoveStage;
  done: number;
  total: number;
}
