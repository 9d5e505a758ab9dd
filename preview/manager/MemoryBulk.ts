import type { Bridge, BridgeResult } from '../../app/ipc/bridge.ts';
import type { BULK_CALLS } from '../../app/ipc/manager/bulkCalls.ts';
import type { WORD_CALLS } from '../../app/ipc/manager/wordCalls.ts';
import {
  BULK_MEMORY_MS,
  BULK_ROWS,
  type BulkDeed,
  type BulkPreview,
  type BulkRun,
  causeKey,
  type HeldCause,
  type HeldGroup,
  type LeftReason,
} from '../../app/outbox/bulk.ts';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import { slipNumber } from '../../app/outbox/save.ts';
import type { MemoryOutbox } from '../MemoryOutbox.ts';

/** So many are done in one go, so often (ms): slow enough to be seen. */
const STEP = 50;
const STEP_MS = 250;

type Within = <Value>(give: () => Value) => BridgeResult<Value>;

interface Prepared {
  deed: BulkDeed;
  operatorId: string;
  lines: SaveLine[];
}

/** What the manager does with many held saves at once, on a till in memory. */
export class MemoryBulk {
  readonly #outbox: MemoryOutbox;
  readonly #within: Within;
  /** The latest first; a test may put there what it likes. */
  runs: BulkRun[] = [];
  /** What is left alone of whatever is looked at, by slip. */
  left: Record<string, LeftReason> = {};
  /** How many go by the manager's word. */
  byWord = 0;
  #prepared: (Prepared & { token: string }) | null = null;
  #count = 0;
  readonly #words = new Map<string, string>();
  readonly #discarded = new Map<string, string[]>();

  constructor(outbox: MemoryOutbox, within: Within) {
    this.#outbox = outbox;
    this.#within = within;
  }

  readonly calls: Pick<Bridge, keyof typeof BULK_CALLS | keyof typeof WORD_CALLS> = {
    leaveWord: async ({ cause, slip, text }) => {
      const key = causeKey(cause);
      const lines = this.#held().filter((line) => causeKey(causeOf(line)) === key);
      const one = slip === null ? null : lines.find((line) => line.slip === slipNumber(slip));
      const begun = this.#within(() => null);
      if (!begun.ok) return begun;
      if (one === undefined) return { ok: false, error: { code: 'save.changed' } };
      if (one === null) this.#words.set(key, text);
      for (const { requestId } of one === null ? lines : [one])
        this.#outbox.words.set(requestId, text);
      return begun;
    },
    listHeldGroups: async () => this.#within(() => this.#groups()),
    previewBulk: async ({ deed, operatorId }) =>
      this.#within(() => this.#preview(deed, operatorId)),
    runBulk: async ({ token }) => {
      const prepared = this.#prepared;
      const begun = this.#within(() => null);
      if (!begun.ok) return begun;
      if (this.runs[0]?.state === 'running') return { ok: false, error: { code: 'bulk.running' } };
      if (prepared === null || prepared.token !== token)
        return { ok: false, error: { code: 'bulk.outdated' } };
      this.#prepared = null;
      return { ok: true, value: this.#begin(token, prepared) };
    },
    cancelBulk: async () =>
      this.#within(() => {
        const [run] = this.runs;
        if (run?.state === 'running')
          this.#become({ ...run, state: 'cancelled', endedAt: Date.now() });
        return null;
      }),
    listBulkRuns: async () => this.#within(() => ({ runs: this.runs })),
  };

  #held(): SaveLine[] {
    return this.#outbox.lines().filter(({ state }) => state === 'held');
  }

  #groups(): HeldGroup[] {
    const groups = new Map<string, HeldGroup>();
    for (const line of this.#held()) {
      const cause = causeOf(line);
      const key = causeKey(cause);
      const { createdAt, madeFor } = line;
      const before = groups.get(key) ?? { count: 0, oldestAt: createdAt };
      const oldestAt = Math.min(before.oldestAt, createdAt);
      groups.set(key, {
        ...cause,
        count: before.count + 1,
        oldestAt,
        madeFor,
        word: this.#words.get(key) || null,
      });
    }
    return [...groups.values()].sort((one, other) => other.count - one.count);
  }

  #preview(deed: BulkDeed, operatorId: string): BulkPreview {
    const all = this.#linesOf(deed);
    const lines = all.filter(({ slip }) => this.left[slip] === undefined);
    const left: BulkPreview['left'] = {};
    for (const { slip } of all) {
      const reason = this.left[slip];
      if (reason !== undefined) left[reason] = (left[reason] ?? 0) + 1;
    }
    this.#count += 1;
    const token = this.#count.toString(16).padStart(32, '0');
    this.#prepared = { deed, operatorId, lines, token };
    const run = deed.kind === 'undo' ? this.runs.find(({ id }) => id === deed.run) : undefined;
    return {
      token,
      total: all.length,
      may: lines.length,
      byWord: this.byWord,
      left,
      rows: all.slice(0, BULK_ROWS).map(({ requestId, slip, masked, createdAt }) => ({
        ...{ requestId, slip, masked, createdAt },
        operatorId: this.#outbox.find(requestId)?.operatorId ?? '',
        left: this.left[slip] ?? null,
      })),
      undoes: run === undefined ? null : run.kind === 'correct' ? 'correct' : 'discard',
    };
  }

  #linesOf(deed: BulkDeed): SaveLine[] {
    if (deed.kind !== 'undo') {
      const key = causeKey(deed.cause);
      return this.#held().filter((line) => causeKey(causeOf(line)) === key);
    }
    const ids = this.#discarded.get(deed.run) ?? [];
    return ids.flatMap((id) => this.#outbox.find(id)?.line ?? []);
  }

  #begin(token: string, { deed, operatorId, lines }: Prepared): BulkRun {
    const undone = deed.kind === 'undo' ? this.runs.find(({ id }) => id === deed.run) : undefined;
    const change = deed.kind === 'correct' ? deed.change : null;
    const run: BulkRun = {
      id: token,
      kind: deed.kind,
      of: undone === undefined ? null : undone.kind === 'correct' ? 'correct' : 'discard',
      field: change?.field ?? undone?.field ?? null,
      value: deed.kind === 'discard' ? deed.reason : (change?.value ?? undone?.value ?? ''),
      operatorId,
      startedAt: Date.now(),
      endedAt: null,
      state: 'running',
      problem: null,
      total: lines.length,
      tried: 0,
      done: 0,
      left: {},
      undoUntil: null,
    };
    this.runs = [run, ...this.runs];
    this.#discarded.set(token, []);
    setTimeout(() => this.#step(run.id, deed, lines), STEP_MS);
    return run;
  }

  #step(id: string, deed: BulkDeed, lines: readonly SaveLine[]): void {
    const run = this.runs.find((one) => one.id === id);
    if (run?.state !== 'running') return;
    const part = lines.slice(run.done, run.done + STEP);
    for (const { requestId } of part) this.#do(run, deed, requestId);
    const done = run.done + part.length;
    const isOver = done === lines.length;
    const canBeUndone = isOver && (run.kind === 'discard' || run.kind === 'correct');
    this.#become({
      ...run,
      done,
      tried: done,
      state: isOver ? 'done' : 'running',
      endedAt: isOver ? Date.now() : null,
      undoUntil: canBeUndone ? run.startedAt + BULK_MEMORY_MS : null,
    });
    if (!isOver) setTimeout(() => this.#step(id, deed, lines), STEP_MS);
  }

  #do({ id, operatorId }: BulkRun, deed: BulkDeed, requestId: string): void {
    if (deed.kind === 'discard') {
      this.#discarded.get(id)?.push(requestId);
      const closing = { reason: deed.reason, operatorId };
      this.#outbox.change(requestId, { state: 'discarded', closedReason: 'manager', closing });
    } else
      this.#outbox.change(requestId, { state: 'pending', heldReason: null, closedReason: null });
  }

  #become(run: BulkRun): void {
    this.runs = this.runs.map((one) => (one.id === run.id ? run : one));
  }
}

function causeOf({ heldReason, code, subCode, field }: SaveLine): HeldCause {
  return { heldReason: heldReason ?? 'rejected', code, subCode, field };
}
