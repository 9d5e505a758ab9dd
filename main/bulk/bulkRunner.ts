import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { shown, shownMask } from '../../app/limits/shown.ts';
import {
  BULK_ROWS,
  type BulkDeed,
  type BulkPreview,
  type BulkProblem,
  type BulkRun,
  type BulkRuns,
  type LeftCounts,
  type LeftReason,
} from '../../app/outbox/bulk.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { isDone } from '../files/isDone.ts';
import type { Hold } from '../lease/hold.ts';
import { breathe } from '../move/breathe.ts';
import type { RunRecord } from './bulkFile.ts';
import type { BulkHistory } from './bulkHistory.ts';
import { begunLine, doneLines, endedLine } from './bulkLines.ts';
import { type Act, type Deed, type DeedParts, deedOf, undoOf } from './deeds.ts';

/** After so many, what came of them is in the trail and on the disk, and a cancel is heard. */
const SLICE = 256;

/** So many are judged in one go and stored side by side, then everybody else has a turn. */
const AT_ONCE = 32;

export interface BulkRunnerOptions extends DeedParts {
  history: BulkHistory;
  audit: Pick<AuditTrail, 'ready' | 'record' | 'owe'>;
  clock: Pick<Clock, 'now'>;
  hold: Pick<Hold, 'isSure' | 'confirm'>;
  /** Before anything is decided: who this computer is may be owed to the disk. */
  beforeChange: () => Promise<unknown>;
  /** What waits may go now. */
  onDone: () => void;
}

/** One of the saves that were looked at, and what it was then. */
interface Planned extends Pick<Save, 'requestId' | 'state' | 'settledAt' | 'attempts'> {
  sequence: number;
  byWord: boolean;
}

/** A preview that may still become a run. */
interface Prepared {
  run: Pick<RunRecord, 'id' | 'kind' | 'undoes' | 'of' | 'field' | 'value' | 'operatorId'>;
  deed: Deed;
  plan: Planned[];
}

type Tried = { save: Save } | { left: LeftReason } | { problem: BulkProblem };

export type BulkRefusal = 'bulk.running' | 'bulk.outdated' | 'audit.refused' | 'store.failed';

/**
 * What the manager does with many held saves at once: a preview, one run at a time, and what was run before. Every save
 * of a run is decided about by itself, by the rules of a single one, and left alone where it is not what was previewed.
 */
export class BulkRunner {
  readonly #options: BulkRunnerOptions;
  #prepared: Prepared | null = null;
  #running: Promise<void> | null = null;
  /** Somebody wants it to end, or the program does. */
  #isToEnd: 'cancelled' | 'cut-off' | null = null;

  constructor(options: BulkRunnerOptions) {
    this.#options = options;
  }

  /** What the program's end has cut off says how far it came. To be called again where the disk has not given it. */
  async open(): Promise<void> {
    const { history, audit, hold } = this.#options;
    if (this.#running !== null || !history.isUnread) return;
    // What is said of them is written.
    if (!hold.isSure && !(await isDone(hold.confirm()))) return;
    const cutOff = await history.read();
    for (const run of cutOff) {
      this.#countCutOff(run);
      await audit.owe(endedLine(run));
    }
    if (cutOff.length > 0) await history.keep();
  }

  /** Something is being done to many saves. */
  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** The latest first. */
  list(): BulkRuns {
    return { runs: this.#options.history.list() };
  }

  /** What a deed would do now. Null: what it would undo is not there, or cannot be undone. */
  async preview(asked: BulkDeed, operatorId: string): Promise<BulkPreview | null> {
    await this.open();
    const prepared = this.#prepare(asked, operatorId);
    if (prepared === null) return null;
    const { deed, plan, run } = prepared;
    const preview: BulkPreview = {
      ...{ token: run.id, total: 0, may: 0, byWord: 0, left: {}, rows: [] },
      undoes: run.of,
    };
    const candidates = await deed.candidates();
    // The first of them may take a look at every save.
    await nextTurn();
    const breath = breathe();
    for (const save of candidates) {
      await breath();
      const judged = this.#judgeNow(deed, save);
      const left = typeof judged === 'string' ? judged : null;
      preview.total += 1;
      if (preview.rows.length < BULK_ROWS) preview.rows.push({ ...rowOf(save), left });
      if (left !== null) {
        count(preview.left, left);
        continue;
      }
      const byWord = deed.byWord(save);
      preview.may += 1;
      preview.byWord += byWord ? 1 : 0;
      const { requestId, state, settledAt, attempts } = save;
      plan.push({ requestId, state, settledAt, attempts, byWord, sequence: deed.sequenceOf(save) });
    }
    this.#prepared = prepared;
    return preview;
  }

  /**
   * Begins what somebody has previewed under this token: it is on the disk and in the trail before the first save is
   * touched.
   */
  async run(token: string, operatorId: string): Promise<BulkRun | BulkRefusal> {
    if (this.#running !== null) return 'bulk.running';
    const prepared = this.#prepared;
    const isIt = prepared?.run.id === token && prepared.run.operatorId === operatorId;
    if (prepared === null || !isIt) return 'bulk.outdated';
    this.#prepared = null;
    const { history, clock } = this.#options;
    const record: RunRecord = {
      ...prepared.run,
      ...{ startedAt: clock.now(), endedAt: null, state: 'running', problem: null },
      ...{ tried: 0, done: 0, left: {}, total: prepared.plan.length },
      sequences: prepared.plan.map(({ sequence }) => sequence),
    };
    this.#isToEnd = null;
    const beginning = this.#begin(record);
    this.#running = beginning
      .then((refusal) => (refusal === null ? this.#run(record, prepared) : undefined))
      .finally(() => {
        this.#running = null;
      });
    return (await beginning) ?? history.describe(record);
  }

  /** Ends the run after what is under way. */
  cancel(): void {
    this.#isToEnd ??= 'cancelled';
  }

  /** The program ends: nothing more begins; resolves when what is under way is told. */
  async stop(): Promise<void> {
    this.#isToEnd = 'cut-off';
    await this.#running;
  }

  #prepare(asked: BulkDeed, operatorId: string): Prepared | null {
    const id = randomBytes(16).toString('hex');
    const run = { id, operatorId, kind: asked.kind, ...{ undoes: null, of: null, field: null } };
    switch (asked.kind) {
      case 'resend':
        return this.#planned({ ...run, value: '' }, asked);
      case 'discard':
        return this.#planned({ ...run, value: asked.reason }, asked);
      case 'correct':
        return this.#planned({ ...run, ...asked.change }, asked);
      case 'undo': {
        const { history } = this.#options;
        const undone = history.find(asked.run);
        if (undone === undefined || history.undoUntil(undone) === null) return null;
        const deed = undoOf(this.#options, undone, operatorId);
        const of = undone.kind === 'correct' ? 'correct' : 'discard';
        const { field, value } = undone;
        return deed && { run: { ...run, undoes: undone.id, of, field, value }, deed, plan: [] };
      }
    }
  }

  #planned(run: Prepared['run'], deed: Exclude<BulkDeed, { kind: 'undo' }>): Prepared {
    return { run, deed: deedOf(this.#options, deed, run.operatorId, run.id), plan: [] };
  }

  /** Null once it may touch the first save, or why it must not. */
  async #begin(record: RunRecord): Promise<BulkRefusal | null> {
    const { history, audit } = this.#options;
    if (!(await audit.ready())) return 'audit.refused';
    history.add(record);
    if (!(await history.keep())) {
      history.remove(record);
      return 'store.failed';
    }
    if (await audit.record(begunLine(record))) return null;
    history.remove(record);
    await history.keep();
    return 'audit.refused';
  }

  async #run(record: RunRecord, { deed, plan }: Prepared): Promise<void> {
    const { history, audit, clock, onDone } = this.#options;
    for (let at = 0; at < plan.length && this.#isToEnd === null; at += SLICE) {
      record.problem = await this.#slice(record, deed, plan.slice(at, at + SLICE));
      onDone();
      if (record.problem !== null) break;
    }
    const isWhole = record.problem === null && record.tried === plan.length;
    const early = record.problem === null ? (this.#isToEnd ?? 'done') : 'stopped';
    const ended: RunRecord = { ...record, state: isWhole ? 'done' : early, endedAt: clock.now() };
    await audit.owe(endedLine(ended));
    await history.end(record, ended);
  }

  /** Some of them; then what came of them is in the trail and on the disk. */
  async #slice(
    record: RunRecord,
    deed: Deed,
    planned: readonly Planned[],
  ): Promise<BulkProblem | null> {
    const { history, audit, hold, outbox, beforeChange } = this.#options;
    if (!hold.isSure && !(await isDone(hold.confirm()))) return 'store.failed';
    if (!(await audit.ready())) return 'audit.refused';
    await beforeChange();
    const breath = breathe();
    const done: Save[] = [];
    let problem: BulkProblem | null = null;
    for (let at = 0; at < planned.length && problem === null; at += AT_ONCE) {
      await breath();
      // What is just being handed over to another till is not here by then.
      const next = planned.slice(at, at + AT_ONCE);
      await outbox.lending.settled(next.map(({ requestId }) => requestId));
      // What somebody has just pressed "save" for shows itself by then: nothing is made behind newer data.
      while (!outbox.intake.isIdle) await outbox.intake.idle();
      // All of them first: what is made of one takes a number, by which what is forgotten would be looked for anew.
      const judged = next.map((one) => ({ one, act: this.#judge(deed, one) }));
      const tried = judged.map(({ one, act }) => this.#try(deed, one, act));
      for (const one of await Promise.all(tried)) {
        if ('problem' in one) problem = one.problem;
        else record.tried += 1;
        if ('left' in one) count(record.left, one.left);
        if ('save' in one) done.push(one.save);
      }
    }
    record.done += done.length;
    await Promise.all(doneLines(record, deed, done, outbox.saves).map((line) => audit.owe(line)));
    return (await history.keep()) ? problem : (problem ?? 'store.failed');
  }

  /** Why one of them is left alone now, or what is done with it. */
  #judge(deed: Deed, planned: Planned): LeftReason | Act {
    const save = this.#options.outbox.saves.find(planned.requestId);
    if (save === undefined || !isAsPlanned(save, planned)) return 'changed';
    const judged = this.#judgeNow(deed, save);
    // It needs the manager's word by now, and nobody was told so.
    const isNews = typeof judged !== 'string' && deed.byWord(save) && !planned.byWord;
    return isNews ? 'changed' : judged;
  }

  /** What is being erased is nobody's to decide about. */
  #judgeNow(deed: Deed, save: Save): LeftReason | Act {
    return this.#options.outbox.saves.isLeaving(save) ? 'changed' : deed.judge(save);
  }

  async #try(deed: Deed, planned: Planned, act: LeftReason | Act): Promise<Tried> {
    if (typeof act === 'string') return { left: act };
    const done = await act((now) => isAsPlanned(now, planned));
    if (done !== null) return { save: done };
    // Nobody was faster, and nothing has changed: then the disk has refused it.
    const isRefused = typeof this.#judge(deed, planned) !== 'string';
    return isRefused ? { problem: 'store.failed' } : { left: 'changed' };
  }

  /** What was done before the program ended, and did not come to the file any more, shows in the saves themselves. */
  #countCutOff(run: RunRecord): void {
    const { history, clock } = this.#options;
    const undone = history.find(run.undoes ?? '');
    const deed =
      run.kind === 'undo'
        ? undone && undoOf(this.#options, undone, run.operatorId)
        : deedOf(this.#options, asItWas(run), run.operatorId, run.id);
    const rest = run.sequences.slice(run.tried, run.tried + SLICE);
    const done = deed ? rest.filter((sequence) => deed.isDone(sequence)).length : 0;
    run.done += done;
    run.tried += done;
    run.state = 'cut-off';
    run.endedAt = clock.now();
  }
}

/** It is what was previewed: nobody has decided about it since, and nothing was sent. */
function isAsPlanned(save: Save, { state, settledAt, attempts }: Planned): boolean {
  return save.state === state && save.settledAt === settledAt && save.attempts === attempts;
}

/** Of what a run was, as far as its saves show that it was done with them. */
function asItWas({ kind, field, value }: RunRecord): Exclude<BulkDeed, { kind: 'undo' }> {
  const cause = { heldReason: 'rejected', code: '', subCode: '', field: null };
  const change = { field, value };
  return { kind, cause, change, reason: value } as Exclude<BulkDeed, { kind: 'undo' }>;
}

function rowOf({ requestId, sequence, masked, operatorId, createdAt }: Save) {
  const slip = slipNumber(sequence);
  return { requestId, slip, masked: shownMask(masked), operatorId: shown(operatorId), createdAt };
}

function count(counts: LeftCounts, reason: LeftReason): void {
  counts[reason] = (counts[reason] ?? 0) + 1;
}
