import { withoutEchoes } from '../../app/gateway/echoes.ts';
import { beforeCorrection } from '../../app/outbox/beforeCorrection.ts';
import { noLaterThan } from '../../app/outbox/doubt.ts';
import { Places } from '../../app/outbox/order.ts';
import { wasSent } from '../../app/outbox/passing.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import { toRecord } from '../../app/outbox/transitions.ts';
import type { Arrival, EnqueueResult, Intention } from './intention.ts';
import { MovedPeople } from './movedPeople.ts';
import type { Moved, MovedQueue } from './movedQueue.ts';
import type { Outbox } from './openOutbox.ts';
import type { PassedHere } from './passedHere.ts';

/** So many go to the disk in one flush at the most: what a cashier saves meanwhile waits for no more of a file. */
const AT_ONCE = 100;

export interface TakenOver {
  ok: true;
  taken: number;
  alreadyHere: number;
  /** How many of those that were taken wait for the manager, because the file is too old. */
  late: number;
  /** When the file was written (ms since 1970). */
  exportedAt: number;
}

/** What takes over a queue, or foresees that. */
export type TakingRoles = Pick<Outbox, 'saves' | 'intake' | 'numbers' | 'passedHere'>;

type NotTaken = { ok: false; code: 'not-stored' | 'id-taken'; taken: number };

/**
 * Takes over a queue as it came out of a file, with the same ids and bytes, in the order of time. A second time changes
 * nothing, as long as this till remembers; what it would send again too long after the export waits for the manager. It
 * ends at a save whose id has just been taken here for other content. `onTaken`: so many of the file are done.
 *
 * Many share a flush. One person's never do: should a power cut keep the later one and not the one before it, another
 * till could send that one over it. And what may be refused, or has to wait for its turn here, goes alone: nothing
 * behind a save that was not taken is here. `breath`: awaited between parts.
 */
export async function takeOverQueue(
  outbox: TakingRoles,
  queue: MovedQueue,
  breath: () => Promise<void> = async () => undefined,
  onTaken: (done: number) => void = () => undefined,
): Promise<TakenOver | NotTaken> {
  // As things are now: what is registered while the file is read stands behind everything in it.
  const next = outbox.numbers.nextUnknown;
  const places = new Places(outbox.saves.values(), next);
  const people = new MovedPeople(queue.exportedAt, next);
  for (const moved of queue.saves) {
    people.add(moved);
    await breath();
  }
  const part = new Part();
  const passed = outbox.passedHere(people);
  try {
    await expectAll(outbox.saves, queue, passed, breath);
    return await takeOver(outbox, queue, { places, people, part, ...passed, breath, onTaken });
  } finally {
    passed.end();
  }
}

/** Somebody may be shown to be one person only by the last of the file. */
export async function expectAll(
  known: Outbox['saves'],
  { saves }: MovedQueue,
  { expect }: Pick<PassedHere, 'expect'>,
  breath: () => Promise<void>,
): Promise<void> {
  for (const { body, correctionOf } of saves) {
    expect({ body, correctionOf: originalOf(known, correctionOf) === null ? null : correctionOf });
    await breath();
  }
}

interface Taking {
  places: Places;
  people: MovedPeople;
  part: Part;
  isPassed: (save: Save) => boolean;
  breath: () => Promise<void>;
  onTaken: (done: number) => void;
}

async function takeOver(
  { saves: known, intake }: Pick<Outbox, 'saves' | 'intake'>,
  { exportedAt, saves }: MovedQueue,
  { places, people, part, isPassed, breath, onTaken }: Taking,
): Promise<TakenOver | NotTaken> {
  const bringsHome = (save: Save) => people.bringsHome(save);
  const arriving = arrivals(known, places, { exportedAt, bringsHome, isPassed });
  for (const moved of saves) {
    const { requestId } = readBody(moved.body);
    const person = people.of(requestId);
    const isClear = () => intake.isClear(requestId, moved.body);
    const isApart = part.holds(person) || !isClear();
    if (isApart && !(await part.finish())) return part.failed();
    // Nothing comes in between from here on until it is handed over.
    const isLast = !isClear();
    const { intention, arrival } = arriving(moved);
    part.add(person, intake.takeOver(intention, moved.body, arrival));
    if (!isLast && part.size < AT_ONCE) continue;
    if (!(await part.finish())) return part.failed();
    onTaken(part.taken + part.alreadyHere);
    await breath();
  }
  if (!(await part.finish())) return part.failed();
  const { taken, alreadyHere, late } = part;
  return { ok: true, taken, alreadyHere, late, exportedAt };
}

/** What was handed over together, and what has become of all that was before. */
class Part {
  taken = 0;
  alreadyHere = 0;
  late = 0;
  readonly #people = new Set<string>();
  #handedOver: Promise<EnqueueResult>[] = [];
  #code: NotTaken['code'] | null = null;

  get size(): number {
    return this.#handedOver.length;
  }

  holds(person: string): boolean {
    return this.#people.has(person);
  }

  add(person: string, result: Promise<EnqueueResult>): void {
    this.#people.add(person);
    this.#handedOver.push(result);
  }

  /** Waits for what was handed over; false where some of it was not taken. */
  async finish(): Promise<boolean> {
    const results = await Promise.all(this.#handedOver);
    this.#handedOver = [];
    this.#people.clear();
    for (const result of results) this.#count(result);
    return this.#code === null;
  }

  failed(): NotTaken {
    return { ok: false, code: this.#code ?? 'not-stored', taken: this.taken };
  }

  #count(result: EnqueueResult): void {
    if (!result.ok) {
      this.#code ??= result.failure === 'intention.reused' ? 'id-taken' : 'not-stored';
      return;
    }
    if (!result.isNew) {
      this.alreadyHere += 1;
      return;
    }
    const { state, heldReason } = result.save;
    this.taken += 1;
    if (state === 'held' && heldReason === 'late-import') this.late += 1;
  }
}

/** Gives what each save of a file is here, as things are when it is its turn. */
export function arrivals(
  known: Outbox['saves'],
  places: Places,
  { exportedAt, bringsHome, isPassed }: Pick<Arrival, 'exportedAt' | 'bringsHome' | 'isPassed'>,
): (moved: Moved) => { intention: Intention; arrival: Arrival } {
  return ({ body, operatorId, app, correctionOf, consent, madeAt: told, history }) => {
    const { requestId, origin: place, member } = readBody(body);
    const original = originalOf(known, correctionOf);
    const intention = {
      requestId,
      origin: { ...place, operatorId },
      member,
      app,
      correctionOf: original === null ? null : correctionOf,
      consent,
    };
    // It was made before its file was written, whatever the clock of its till was.
    const latest = noLaterThan(exportedAt, told);
    // Its correction, which came before it, was made after it, whatever the clock of either till was.
    const front = Math.min(latest, beforeCorrection(known, { requestId }));
    const made = original == null ? front : Math.max(front, places.timeBehind(original));
    const said = history.lastOutcome;
    const outcome = said === null ? null : withoutEchoes(said, body);
    const arrival = {
      history: { ...history, lastOutcome: outcome === null ? null : toRecord(outcome) },
      words: outcome,
      exportedAt,
      madeAt: made,
      before: places.of(made),
      madeAtHome: (save: Save) => places.madeAtHome(save),
      bringsHome,
      isPassed,
    };
    return { intention, arrival };
  };
}

/** What one of a file corrects, as far as it is here; null where it corrects nothing. */
function originalOf(known: Outbox['saves'], correctionOf: string | null): Save | undefined | null {
  const named = correctionOf === null ? null : known.find(correctionOf);
  return named != null && isOurs(named) ? null : named;
}

/**
 * A save of this till that went to no other one: nobody can have corrected it there, and whoever writes a file and knows
 * its id would have it closed, or another person's data sent with it.
 */
function isOurs(save: Save): boolean {
  const { imported, closedReason, lentAt, firstUnknownAt } = save;
  // An export may have been killed before it closed this copy; and what is in doubt, and was never sent from here, may
  // have gone by a line that the store has lost.
  const mayHaveGone = lentAt !== null || (firstUnknownAt !== null && !wasSent(save));
  return imported === null && closedReason !== 'moved' && !mayHaveGone;
}
