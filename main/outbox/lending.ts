import { branches } from '../../app/outbox/branches.ts';
import { lent } from '../../app/outbox/doubt.ts';
import { isUnfinished, type Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Decisions } from './decisions.ts';
import type { DoubtClock } from './doubtClock.ts';
import { type HandingOver, peopleOf } from './handingOver.ts';
import { inParts } from './inParts.ts';
import type { Intake } from './intake.ts';
import { newestFirst } from './newestFirst.ts';
import type { SaveWriter } from './saveWriter.ts';

export interface LendingOptions {
  writer: SaveWriter;
  intake: Pick<Intake, 'idle'>;
  decisions: Pick<Decisions, 'discard'>;
  doubtClock: Pick<DoubtClock, 'note'>;
  handingOver: HandingOver;
}

/** Since when the outcome of a save was unknown (ms since 1970). */
interface Doubt {
  /** Before it was lent; on the disk it may have been older. */
  before: Save;
  onDisk: number | null;
  /** From then on, where nothing has dated it anew. */
  lent: number | null;
}

interface Lent {
  /** By the id of each save. */
  doubts: ReadonlyMap<string, Doubt>;
  /** Whether all of it is on the disk: otherwise there must be no file. */
  isStored: boolean;
}

/** What leaves for another till in a file. */
export class Lending {
  readonly #options: LendingOptions;

  constructor(options: LendingOptions) {
    this.#options = options;
  }

  /** A save as it goes into a file: what nothing has proved yet makes it no younger for another till. */
  asOnDisk(save: Save): Save {
    return this.#options.writer.earlier.onDisk(save);
  }

  /**
   * Before the file is written: from `exportedAt` on (ms since 1970) another till may send what is in it, also where this
   * one is killed before it has closed its own copies, or cannot close them. A disk that refuses this may take the next
   * send.
   */
  async lend(requestIds: readonly string[], exportedAt: number): Promise<Lent> {
    const { writer, doubtClock } = this.#options;
    const { saves } = writer;
    const known = requestIds.flatMap((id) => saves.find(id) ?? []);
    const doubts = new Map(
      known.map((save) => [
        save.requestId,
        {
          before: save,
          onDisk: this.asOnDisk(save).firstUnknownAt,
          lent: lent(save, exportedAt).firstUnknownAt,
        },
      ]),
    );
    const stored = await inParts(
      requestIds,
      (id) =>
        this.#doubt(
          id,
          isIdle,
          (save) => lent(save, exportedAt),
          (save) => doubtClock.note(save, exportedAt),
        ),
      (isStored) => !isStored,
    );
    return { doubts, isStored: !stored.includes(false) };
  }

  /**
   * There is no file after all: nobody else can have sent what was to go into it. What was dated anew meanwhile is in doubt as
   * before by the disk's word, or for longer: what was known in memory may have been taken back. A word of the manager's counts
   * from when it was given; and what was heard of it meanwhile, that it may have left from elsewhere, no file had to do with.
   * What somebody has closed meanwhile may be taken back, and is in no doubt by this file either.
   */
  async undo({ doubts }: Lent): Promise<void> {
    const { handingOver } = this.#options;
    await inParts([...doubts], ([id, doubt]) =>
      this.#doubt(id, isHere, (save) => ({
        ...save,
        firstUnknownAt: handingOver.isDoubted(id)
          ? save.firstUnknownAt
          : undone(doubt, save, handingOver.isAnew(id)),
        lentAt: doubt.before.lentAt,
      })),
    );
  }

  /**
   * To be called as they are packed. Tells, whenever it is asked, about which of these saves people have decided since, and
   * what corrects them: another text once somebody does. Whoever corrects any other save of the same member, as they were
   * known by that, has newer data than the save; and what comes to wait beside it of the same person is in no file.
   */
  decisionsAbout(requestIds: readonly string[]): () => string {
    const { writer, handingOver } = this.#options;
    const { saves } = writer;
    handingOver.pack(requestIds);
    // As it is now: what is forgotten of it meanwhile is no decision, and may have been corrected just before.
    const members = membersOf(saves, requestIds);
    return () => {
      const decided = requestIds.map((id) => {
        const save = saves.find(id);
        const correction = save === undefined ? undefined : saves.correctionOf(save);
        return [handingOver.isDecided(id), correction?.requestId];
      });
      const since = members.map((known) => {
        const ids = new Set(known.map(({ requestId }) => requestId));
        const all = branches(saves, known).map(({ requestId }) => requestId);
        return all.filter((id) => !ids.has(id));
      });
      return JSON.stringify([decided, since, openBeside(saves, requestIds)]);
    };
  }

  /**
   * From now on nobody decides about these saves, or corrects one: whoever wants to waits, until what this gives is
   * called.
   */
  begin(requestIds: readonly string[]): () => void {
    return this.#options.handingOver.begin(requestIds);
  }

  /** Resolves once nothing of the people of these saves is being handed over, at once where nothing is: then they may be here no more. */
  async settled(requestIds: readonly string[]): Promise<void> {
    await this.#options.handingOver.settled(requestIds);
  }

  /** Resolves once what is just being decided, or registered, or done with these saves, is stored or refused. */
  async decided(requestIds: readonly string[]): Promise<void> {
    const { writer, intake, handingOver } = this.#options;
    await intake.idle();
    await handingOver.decided();
    await Promise.all(requestIds.map((id) => writer.inTurn(id, async () => undefined)));
  }

  /**
   * After the file is safe: this till no longer sends what is in it. Gives how many it closed, and tells each. Each waits until what
   * stands behind it for the same person is closed on the disk, and all ends where one stays open: whatever cuts this
   * short, what stays here is what goes first, and never the newer data of somebody whose older are in the file alone.
   */
  async close(
    requestIds: readonly string[],
    onClosed: (count: number) => void = () => undefined,
  ): Promise<number> {
    const { decisions, writer } = this.#options;
    const { saves } = writer;
    const known = requestIds.flatMap((id) => saves.find(id) ?? []);
    let count = 0;
    for (const round of newestFirst(known, saves.queue)) {
      const results = await inParts(
        round,
        async ({ requestId }) => {
          const closed = await decisions.discard(requestId, 'moved');
          if (closed !== null) count += 1;
          onClosed(count);
          return { isOpen: isOpen(saves.find(requestId)) };
        },
        (result) => result.isOpen,
      );
      if (results.some((result) => result.isOpen)) break;
    }
    return count;
  }

  /** False where that could not be stored. What `isMeant` does not take stays as it is. */
  async #doubt(
    requestId: string,
    isMeant: (save: Save) => boolean,
    doubted: (save: Save) => Save,
    note: (save: Save) => (stored: Save) => Save = () => (stored) => stored,
  ): Promise<boolean> {
    const { writer } = this.#options;
    const isStored = await writer.inTurn(requestId, async (save) => {
      if (!isMeant(save)) return true;
      return (await writer.storeAsItIs(doubted(save), { dated: note(save) })) !== null;
    });
    return isStored ?? true;
  }
}

function undone(
  { before, onDisk, lent }: Doubt,
  { firstUnknownAt }: Save,
  isAnew: boolean,
): number | null {
  // Of what was in no doubt before, the word has made none: only the file had.
  if (isAnew && onDisk !== null) return firstUnknownAt;
  const isAsLent = firstUnknownAt === lent || firstUnknownAt === before.firstUnknownAt;
  if (isAsLent || onDisk === null) return before.firstUnknownAt;
  return Math.min(onDisk, firstUnknownAt ?? onDisk);
}

/** All that is known of each member of whom something is among these. A file may hold ever so many of one: each is gone through once. */
function membersOf(saves: Saves, requestIds: readonly string[]): Save[][] {
  const members: Save[][] = [];
  const known = new Set<string>();
  for (const id of requestIds) {
    const save = saves.find(id);
    if (save === undefined || known.has(id)) continue;
    const all = branches(saves, [save]);
    for (const { requestId } of all) known.add(requestId);
    members.push(all);
  }
  return members;
}

/**
 * What waits or is held, is none of these, and is one person's with one of them, as the queue knows who that is: registered
 * once more, or taken back by the manager.
 */
function openBeside(saves: Saves, requestIds: readonly string[]): string[] {
  const packed = new Set(requestIds);
  const besides = saves.unfinished().filter(({ requestId }) => !packed.has(requestId));
  // Nearly always: nobody of a whole file is looked up for nothing.
  if (besides.length === 0) return [];
  const people = peopleOf(saves, requestIds);
  return besides
    .filter((save) => people.has(saves.queue.personOf(save)))
    .map(({ requestId }) => requestId);
}

function isIdle({ state }: Save): boolean {
  return state === 'pending' || state === 'held';
}

/** Whether it is here, and neither on its way nor with the platform. */
function isHere(save: Save): boolean {
  return isIdle(save) || (save.state === 'discarded' && save.closedReason !== 'moved');
}

/** It may still be sent from here. */
function isOpen(save: Save | undefined): boolean {
  return save !== undefined && (isUnfinished(save) || save.state === 'held');
}
