import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MoveDirection } from '../../app/move/moveCalls.ts';
import type { AuditEntry } from '../../main/audit/auditEntry.ts';
import { type QueueFiles, queueFiles } from '../../main/move/queueFiles.ts';
import { QueueMove, type QueueMoveOptions } from '../../main/move/queueMove.ts';
import type { MemoryStore } from '../doubles/memoryStore.ts';
import { ReplayTill, refusedConnection } from './replayTill.ts';

/** The manager's passphrase. */
export const WORDS = 'correct horse';
export const CONSENT = { at: 5, noticeVersion: 'v3', operatorId: '3', marketing: false };

/** A folder of its own, a till out of reach of its gateway with two saves, and who moves them. */
export class MoveDesk {
  readonly outside: string;
  /** The data folder. */
  readonly folder: string;
  readonly file: string;
  readonly from: ReplayTill;
  /** What stands in the audit trail. */
  readonly lines: Pick<AuditEntry, 'action' | 'saves'>[] = [];
  /** What stands in the log. */
  readonly logged: unknown[] = [];
  /** False: the disk refuses every line. */
  isAudited = true;
  /** What happens while a line is being written: behind every check, before anything is moved. */
  duringLine = async () => {};

  private constructor(outside: string, from: ReplayTill) {
    this.outside = outside;
    this.folder = join(outside, 'data');
    this.file = join(outside, 'queue.tillside');
    this.from = from;
  }

  static async set(): Promise<MoveDesk> {
    const outside = await mkdtemp(join(tmpdir(), 'tillside-move-'));
    const from = await new ReplayTill().start();
    const desk = new MoveDesk(outside, from);
    await mkdir(desk.folder);
    from.answer = () => refusedConnection;
    await from.register(1, undefined, CONSENT);
    await from.register(2, undefined, CONSENT);
    await from.clock.pass(0);
    return desk;
  }

  clear(): Promise<void> {
    return rm(this.outside, { recursive: true });
  }

  /** `files`: what the disk does otherwise than a real one; `audit`: a trail in place of `lines`. */
  moving(
    till: ReplayTill,
    files: Partial<QueueFiles> = {},
    audit: QueueMoveOptions['audit'] = this.#trail,
  ): QueueMove {
    const log = (...line: unknown[]) => void this.logged.push(line);
    const move = new QueueMove({
      outbox: till.outbox,
      audit,
      log: { info: log, warn: log, error: log },
      clock: till.clock,
      folder: this.folder,
      files: { ...queueFiles, ...files },
      computer: () => ({ isAsking: false, look: () => Promise.resolve() }),
      onEnded: () => till.replayer.wake('answer'),
    });
    till.isMoving = () => move.isUnderWay;
    return move;
  }

  get #trail(): QueueMoveOptions['audit'] {
    const record = async ({ action, saves }: AuditEntry) => {
      await this.duringLine();
      if (this.isAudited) this.lines.push({ action, ...(saves !== undefined && { saves }) });
      return this.isAudited;
    };
    return { record, owe: async (entry) => void (await record(entry)) };
  }

  /** An export during which something happens as soon as its file is written, before it has its name. */
  exportWhileWriting(act: () => Promise<unknown>) {
    const write: QueueFiles['write'] = async (path, content, folderId) => {
      await queueFiles.write(path, content, folderId);
      await act();
    };
    return this.carryOut(this.moving(this.from, { write }), 'export');
  }

  /** An export during which something happens when its file has its name, and the copies here are to be closed. */
  exportWhileClosing(act: () => Promise<unknown>) {
    const { lending } = this.from.outbox;
    const close = lending.close.bind(lending);
    lending.close = async (...given) => {
      await act();
      return close(...given);
    };
    return this.carryOut(this.moving(this.from), 'export');
  }

  /** Asks, and gives the manager's word. */
  carryOut(move: QueueMove, direction: MoveDirection, passphrase = WORDS, file = this.file) {
    move.ask({ direction, file });
    return move.carryOut(move.question?.id ?? 0, passphrase);
  }
}

/** How many saves a till has in each state that matters here. */
export function states({ outbox }: ReplayTill) {
  const { pending, held, discarded, accepted } = outbox.saves.counts;
  return { pending, held, discarded, accepted };
}

/** The same till after a start so much later (ms), with a gateway that accepts. */
export async function startAgain(store: MemoryStore, later: number): Promise<ReplayTill> {
  const again = new ReplayTill(store);
  again.clock.jump(later);
  await again.start();
  await again.clock.pass(60_000);
  return again;
}
