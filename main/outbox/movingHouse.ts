import { withoutEchoes } from '../../app/gateway/echoes.ts';
import { madeAt, Places } from '../../app/outbox/order.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import { toRecord } from '../../app/outbox/transitions.ts';
import type { Arrival } from './intention.ts';
import type { Moved, MovedQueue } from './movedQueue.ts';
import type { Outbox } from './outbox.ts';

/** What is to go into a file. */
export interface Packed {
  queue: MovedQueue;
  /** The ids in it, for `markExported` and `closeMoved`. */
  requestIds: string[];
  /** Saves whose body does not open: they stay where they are. */
  unreadable: number;
}

/** What a queue is packed from. */
export type PackedFrom = Pick<Outbox, 'unfinished' | 'openBody' | 'openWords' | 'time'>;

/** Everything that waits or is held, as it goes into a file. */
export function packQueue(outbox: PackedFrom): Packed {
  const saves: Moved[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  const requestIds: string[] = [];
  let unreadable = 0;
  for (const save of outbox.unfinished()) {
    const body = outbox.openBody(save);
    if (body === null) {
      unreadable += 1;
      continue;
    }
    const { createdAt, attempts, undecided, firstUnknownAt, heldReason } = save;
    const lastOutcome = saidOf(outbox, save);
    // One that was being sent may have arrived; the id makes sending it again safe.
    const state = save.state === 'held' ? 'held' : 'pending';
    // Their order is told, whatever the clock was: what stands behind was not made before.
    latest = Math.max(latest, madeAt(save));
    saves.push({
      body,
      operatorId: save.operatorId,
      app: save.app,
      correctionOf: save.correctionOf,
      consent: save.consent,
      madeAt: latest,
      history: { createdAt, state, attempts, undecided, firstUnknownAt, heldReason, lastOutcome },
    });
    requestIds.push(save.requestId);
  }
  return { queue: { exportedAt: outbox.time(), saves }, requestIds, unreadable };
}

interface ExportMarks {
  /** Since when each save was in doubt before it was marked (ms since 1970, or null), by its id. */
  before: ReadonlyMap<string, number | null>;
  /** Whether all of it is on the disk: otherwise there must be no file. */
  isStored: boolean;
}

/**
 * Before the file is written: from then on another till may send what is in it, also where this one is killed
 * before it has closed its own copies, or cannot close them. A disk that refuses this may take the next send.
 */
export async function markExported(
  outbox: Outbox,
  requestIds: readonly string[],
  exportedAt: number,
): Promise<ExportMarks> {
  const before = new Map(requestIds.map((id) => [id, outbox.find(id)?.firstUnknownAt ?? null]));
  const stored = await Promise.all(requestIds.map((id) => outbox.doubt(id, exportedAt)));
  return { before, isStored: !stored.includes(false) };
}

/** What people have decided about these saves, by what closes or corrects them: another text once they decide again. */
export function decisionsAbout({ book }: Outbox, requestIds: readonly string[]): string {
  const decisions = requestIds.map((id) => {
    const save = book.find(id);
    const correction = save === undefined ? undefined : book.correctionOf(save);
    return [save?.state === 'discarded', correction?.requestId];
  });
  return JSON.stringify(decisions);
}

/** There is no file after all: nobody else can have sent what was to go into it. */
export async function unmarkExported(outbox: Outbox, { before }: ExportMarks): Promise<void> {
  await Promise.all([...before].map(([id, since]) => outbox.doubt(id, since)));
}

/** After the file is safe: this till no longer sends what is in it. Gives how many it closed. */
export async function closeMoved(outbox: Outbox, requestIds: readonly string[]): Promise<number> {
  const closed = await Promise.all(requestIds.map((id) => outbox.discard(id, 'moved')));
  return closed.filter((save) => save !== null).length;
}

export interface TakenOver {
  ok: true;
  taken: number;
  alreadyHere: number;
  /** How many of those that were taken wait for the manager, because the file is too old. */
  late: number;
  /** When the file was written (ms since 1970). */
  exportedAt: number;
}

/**
 * Takes over a queue as it came out of a file, with the same ids and bytes, in the order of time. A second time changes
 * nothing, as long as this till remembers; what it would send again too long after the export waits for the manager.
 */
export async function takeOverQueue(
  outbox: Outbox,
  { exportedAt, saves }: MovedQueue,
  afterEach: () => Promise<void> = async () => undefined,
): Promise<TakenOver | { ok: false; code: 'not-stored'; taken: number }> {
  let taken = 0;
  let alreadyHere = 0;
  let late = 0;
  const places = new Places(outbox.book.values());
  for (const { body, operatorId, app, correctionOf, consent, madeAt: made, history } of saves) {
    const said = history.lastOutcome;
    const { requestId, origin: place, member } = readBody(body);
    const origin = { ...place, operatorId };
    const corrected = correctionOf === null ? undefined : outbox.find(correctionOf);
    const intention = {
      requestId,
      origin,
      member,
      app,
      correctionOf: corrected !== undefined && isOurs(corrected) ? null : correctionOf,
      consent,
    };
    const before = places.of(made);
    const outcome = said === null ? null : withoutEchoes(said, body);
    const arrival: Arrival = {
      history: { ...history, lastOutcome: outcome === null ? null : toRecord(outcome) },
      words: outcome,
      exportedAt,
      madeAt: made,
      before,
    };
    const result = await outbox.takeOver(intention, body, arrival);
    if (!result.ok) return { ok: false, code: 'not-stored', taken };
    if (result.isNew) taken += 1;
    else alreadyHere += 1;
    const { state, heldReason } = result.save;
    if (result.isNew && state === 'held' && heldReason === 'late-import') late += 1;
    await afterEach();
  }
  return { ok: true, taken, alreadyHere, late, exportedAt };
}

/**
 * A save of this till that went to no other one: nobody can have corrected it there, and whoever writes a file and knows
 * its id would have it closed, or another person's data sent with it.
 */
function isOurs({ imported, state, closedReason }: Save): boolean {
  return imported === null && !(state === 'discarded' && closedReason === 'moved');
}

/** The last answer to a save, with the gateway's own words. */
function saidOf(outbox: PackedFrom, save: Save): Moved['history']['lastOutcome'] {
  if (save.lastOutcome === null) return null;
  const { class: kind, code, subCode } = save.lastOutcome;
  const { text, traceId } = outbox.openWords(save) ?? { text: '', traceId: '' };
  return { class: kind, code, subCode, text, traceId };
}
