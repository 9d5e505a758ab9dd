import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { MoveProgress } from '../../app/move/foreseen.ts';
import type { MoveFailure, MoveReport } from '../../app/move/moveCalls.ts';
import type { Log } from '../log.ts';
import type { MovingRoles } from '../outbox/packQueue.ts';
import type { QueueFiles } from './queueFiles.ts';

/** What moving works with. */
export interface MoveParts {
  outbox: MovingRoles;
  /** The data folder. */
  folder: string;
  files: QueueFiles;
  log: Log;
  /** Writes the line of the audit trail; false where the disk refuses it. */
  record: (action: MoveAction, saves: number) => Promise<boolean>;
  /** The same of what has happened: where the disk refuses the line now, it is written as soon as it takes one. */
  owe: (action: MoveAction, saves: number) => Promise<void>;
  /** Of an import: what tells the content that somebody was told about from every other; absent where nobody was. */
  seen?: string | undefined;
  /** Hears how far it is. */
  tell?: (progress: MoveProgress) => void;
}

export type MoveAction = Extract<AuditAction, `queue.${string}`>;

export type MoveResult = { ok: true; report: MoveReport } | { ok: false; code: MoveFailure };
