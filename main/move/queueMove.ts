import type { ExportForeseen, MoveProgress } from '../../app/move/foreseen.ts';
import type { MoveDirection, MoveFailure, MoveQuestion } from '../../app/move/moveCalls.ts';
import type { Home } from '../../app/outbox/home.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import type { ComputerWatch } from '../computer/computerWatch.ts';
import type { Log } from '../log.ts';
import type { MovingRoles } from '../outbox/packQueue.ts';
import { whatLeftIsAnswered } from '../outbox/sendingHold.ts';
import { breathe } from './breathe.ts';
import { exportTo } from './exportTo.ts';
import { foreseeImport, importFrom } from './importFrom.ts';
import { foreseeMovable } from './movable.ts';
import type { MoveResult } from './moveParts.ts';
import type { QueueFiles } from './queueFiles.ts';

/** What somebody asks for: at the command line, or in the window with a file that was chosen there. */
export interface Move {
  direction: MoveDirection;
  /** The whole path. */
  file: string;
  /** `MoveParts`. */
  seen?: string | undefined;
}

export interface QueueMoveOptions {
  outbox: MovingRoles;
  audit: Pick<AuditTrail, 'record' | 'owe'>;
  log: Log;
  clock: Clock;
  /** The data folder. */
  folder: string;
  files: QueueFiles;
  /** Whose saves may leave from here; default: nobody's. */
  home?: () => Home | null;
  /** Whether somebody is just being erased: none of theirs goes into a file, or comes out of one; default: never. */
  isErasing?: () => boolean;
  /** Whose the data are: what may be sent from another computer is not handed on, nor mixed with anything. */
  computer: () => Pick<ComputerWatch, 'isAsking' | 'look'>;
  /** Resolves once the second place has said whether the store has gone back, or has not in time; default: there is none. */
  secondPlace?: () => Promise<unknown>;
  /** Nothing moves any more: what is here may be sent. */
  onEnded: () => void;
}

/**
 * Moves the queue into a file and out of one. Whoever asks for it only asks: nothing is done before the manager's word
 * about that one question, and nothing is sent while it is done.
 */
export class QueueMove {
  readonly #options: QueueMoveOptions;
  readonly #listeners: (() => void)[] = [];
  #asked: MoveQuestion | null = null;
  #questions = 0;
  #running: Promise<unknown> | null = null;
  #progress: MoveProgress | null = null;

  constructor(options: QueueMoveOptions) {
    this.#options = options;
  }

  /** What the manager is asked, or a report that nobody has read yet, or null. Whose the data are is asked before it. */
  get question(): MoveQuestion | null {
    return this.isHeldBack && !this.#asked?.report ? null : this.#asked;
  }

  /** Before the manager has said which computer sends, a file would carry the saves away without their doubt. */
  get isHeldBack(): boolean {
    return this.#options.computer().isAsking;
  }

  /** While this is true nothing may be sent. */
  get isUnderWay(): boolean {
    return this.#running !== null;
  }

  get #isHindered(): boolean {
    const { isErasing = () => false } = this.#options;
    return this.isUnderWay || isErasing();
  }

  onQuestion(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Takes the place of what was asked before, not of what moves or of a report that nobody has read. */
  ask({ direction, file }: Move, isChosen = false): void {
    if (this.isUnderWay || this.#asked?.report) return;
    this.#questions += 1;
    this.#show({ id: this.#questions, direction, file, isChosen, report: null });
  }

  /** Not now, or: the report was read. */
  close(): void {
    if (!this.isUnderWay) this.#show(null);
  }

  /** The manager's word for one question. Gives why nothing has moved, or null. */
  async carryOut(id: number, passphrase: string): Promise<MoveFailure | 'request.refused' | null> {
    const asked = this.#asked;
    if (this.isHeldBack) return 'move.other-computer';
    if (asked?.id !== id || asked.report !== null || this.#isHindered) return 'request.refused';
    const result = await this.#run(asked, passphrase, null);
    if (!result.ok) return result.code;
    this.#show({ ...asked, report: result.report });
    return null;
  }

  /**
   * The same of a file that somebody has just chosen on the manager's page, where the passphrase is typed: nothing is asked
   * over the window, and what it has come to goes back there. Null: something moves, or is asked about, or somebody is
   * being erased.
   */
  async carryOutChosen(
    move: Move,
    passphrase: string,
    operatorId: string,
  ): Promise<MoveResult | null> {
    if (this.isHeldBack) return { ok: false, code: 'move.other-computer' };
    if (this.#isHindered || this.#asked !== null) return null;
    return this.#run(move, passphrase, operatorId);
  }

  /** How far the move is that is under way, or null. */
  get progress(): MoveProgress | null {
    return this.isUnderWay ? this.#progress : null;
  }

  /** What an export would do as things are now. */
  async foreseeExport(): Promise<ExportForeseen> {
    const { outbox } = this.#options;
    const { requestIds, stays } = await foreseeMovable(outbox, breathe());
    const held = requestIds.filter((id) => outbox.saves.find(id)?.state === 'held').length;
    return { waiting: requestIds.length - held, held, stays };
  }

  /** What an import of a file would do as things are now. */
  async foreseeImport(file: string, passphrase: string) {
    if (this.isHeldBack) return { ok: false, code: 'move.other-computer' } as const;
    const { outbox, files, home = () => null } = this.#options;
    return foreseeImport(file, passphrase, { outbox, files, home: home() });
  }

  async #run(move: Move, passphrase: string, operatorId: string | null): Promise<MoveResult> {
    this.#progress = null;
    const running = this.#move(move, passphrase, operatorId);
    this.#running = running;
    try {
      return await running;
    } finally {
      this.#running = null;
      this.#options.onEnded();
    }
  }

  /** Waits for what is being moved, `deadline` ms at the most: a kill at any moment loses nothing. */
  async stop(deadline: number): Promise<void> {
    const running = this.#running?.catch(() => undefined);
    if (running !== undefined) await Promise.race([running, this.#wait(deadline)]);
  }

  async #move(
    { direction, file, seen }: Move,
    passphrase: string,
    operatorId: string | null,
  ): Promise<MoveResult> {
    const { audit, log, files, outbox, folder, computer, secondPlace } = this.#options;
    await computer().look();
    if (this.isHeldBack) return this.#refuse(direction, 'move.other-computer');
    // As sending does: a file that leaves before it would not tell what is in doubt.
    await secondPlace?.();
    // What has been sent is answered first, as far as it is.
    await whatLeftIsAnswered(outbox.saves, this.#options.clock);
    const move = direction === 'export' ? exportTo : importFrom;
    const result = await move(file, passphrase, {
      outbox,
      folder,
      files,
      log,
      seen,
      record: (action, saves) => audit.record({ action, operatorId, slip: null, saves }),
      owe: (action, saves) => audit.owe({ action, operatorId, slip: null, saves }),
      tell: (progress) => {
        this.#progress = progress;
      },
    });
    if (!result.ok) return this.#refuse(direction, result.code);
    log.info('queue moved', { ...result.report });
    return result;
  }

  #refuse(direction: MoveDirection, code: MoveFailure): MoveResult {
    this.#options.log.warn('queue not moved', { direction, code });
    return { ok: false, code };
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#options.clock.after(milliseconds, resolve));
  }

  #show(asked: MoveQuestion | null): void {
    if (asked === null && this.#asked === null) return;
    this.#asked = asked;
    for (const listener of this.#listeners) listener();
  }
}
