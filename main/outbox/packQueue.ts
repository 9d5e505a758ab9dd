import { withoutEchoes } from '../../app/gateway/echoes.ts';
import { madeAt, Places } from '../../app/outbox/order.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { toRecord } from '../../app/outbox/transitions.ts';
import type { Arrival } from './intention.ts';
import type { Moved, MovedQueue } from './movedQueue.ts';
import type { Outbox } from './openOutbox.ts';
import type { SaveContents } from './saveContents.ts';

/** What is to go into a file. */
export interface Packed {
  queue: MovedQueue;
  /** The ids in it, for `Lending`. */
  requestIds: string[];
  /** Saves whose body does not open: they stay where they are. */
  unreadable: number;
}

/** What a queue is packed from. */
export interface PackedFrom {
  saves: Pick<Saves, 'unfinished' | 'originalOf'>;
  contents: Pick<SaveContents, 'openBody' | 'openWords'>;
  /** The gateway's clock as far as it is known (ms since 1970). */
  time: () => number;
}

/** What moves a queue. */
export type MovingRoles = Pick<Outbox, 'saves' | 'contents' | 'intake' | 'lending' | 'time'>;

/** Everything that waits or is held, as it goes into a file. */
export function packQueue({ saves: known, contents, time }: PackedFrom): Packed {
  const saves: Moved[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  const requestIds: string[] = [];
  let unreadable = 0;
  for (const save of known.unfinished()) {
    const body = contents.openBody(save);
    if (body === null) {
      unreadable += 1;
      continue;
    }
    const { createdAt, attempts, undecided, firstUnknownAt } = save;
    // A till of before knows no busy platform, and would take the whole file for none.
    const heldReason = save.heldReason === 'busy' ? 'stale' : save.heldReason;
    const lastOutcome = saidOf(contents, save);
    // One that was being sent may have arrived; the id makes sending it again safe.
    const state = save.state === 'held' ? 'held' : 'pending';
    // Their order is told, whatever the clock was: what stands behind was not made before, and a correction was made
    // after what it corrects, also where that has gone another way.
    const original = known.originalOf(save);
    const first = original === undefined ? Number.NEGATIVE_INFINITY : madeAt(original) + 1;
    latest = Math.max(latest, madeAt(save), first);
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
  return { queue: { exportedAt: time(), saves }, requestIds, unreadable };
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
 * nothing, as long as this till remembers; what it would send again too long after the export waits for the manager. It
 * ends at a save whose id has just been taken here for other content.
 */
export async function takeOverQueue(
  { saves: known, intake }: Pick<Outbox, 'saves' | 'intake'>,
  { exportedAt, saves }: MovedQueue,
  afterEach: () => Promise<void> = async () => undefined,
): Promise<TakenOver | { ok: false; code: 'not-stored' | 'id-taken'; taken: number }> {
  let taken = 0;
  let alreadyHere = 0;
  let late = 0;
  const cameNow = new Set<string>();
  const inFile = idsOf(saves);
  // One that is away is just coming home as well, where it is in the file.
  const isPassed = intake.passedHere(
    ({ requestId, closedReason }) =>
      cameNow.has(requestId) || (closedReason === 'moved' && inFile().has(requestId)),
  );
  const places = new Places(known.values());
  for (const { body, operatorId, app, correctionOf, consent, madeAt: told, history } of saves) {
    const said = history.lastOutcome;
    const { requestId, origin: place, member } = readBody(body);
    const origin = { ...place, operatorId };
    const named = correctionOf === null ? undefined : known.find(correctionOf);
    const original = named !== undefined && isOurs(named) ? undefined : named;
    const intention = {
      requestId,
      origin,
      member,
      app,
      correctionOf: original === named ? correctionOf : null,
      consent,
    };
    const made = original === undefined ? told : Math.max(told, places.timeBehind(original));
    const before = places.of(made);
    const outcome = said === null ? null : withoutEchoes(said, body);
    const arrival: Arrival = {
      history: { ...history, lastOutcome: outcome === null ? null : toRecord(outcome) },
      words: outcome,
      exportedAt,
      madeAt: made,
      before,
      isPassed,
    };
    const result = await intake.takeOver(intention, body, arrival);
    if (!result.ok) {
      const code = result.failure === 'intention.reused' ? 'id-taken' : 'not-stored';
      return { ok: false, code, taken };
    }
    if (result.isNew) {
      taken += 1;
      cameNow.add(requestId);
    } else alreadyHere += 1;
    const { state, heldReason } = result.save;
    if (result.isNew && state === 'held' && heldReason === 'late-import') late += 1;
    await afterEach();
  }
  return { ok: true, taken, alreadyHere, late, exportedAt };
}

/** Read once, and only where somebody asks: a file may hold tens of thousands. */
function idsOf(saves: readonly Moved[]): () => ReadonlySet<string> {
  let ids: ReadonlySet<string> | null = null;
  return () => {
    ids ??= new Set(saves.map(({ body }) => readBody(body).requestId));
    return ids;
  };
}

/**
 * A save of this till that went to no other one: nobody can have corrected it there, and whoever writes a file and knows
 * its id would have it closed, or another person's data sent with it.
 */
function isOurs({ imported, closedReason, firstUnknownAt, attempts }: Save): boolean {
  // In doubt, and never sent from here: an export may have been killed between its mark and the closing of this copy.
  const mayHaveGone = closedReason === 'moved' || (firstUnknownAt !== null && attempts === 0);
  return imported === null && !mayHaveGone;
}

/** The last answer to a save, with the gateway's own words. */
function saidOf(contents: PackedFrom['contents'], save: Save): Moved['history']['lastOutcome'] {
  if (save.lastOutcome === null) return null;
  const { class: kind, code, subCode } = save.lastOutcome;
  const { text, traceId } = contents.openWords(save) ?? { text: '', traceId: '' };
  return { class: kind, code, subCode, text, traceId };
}
