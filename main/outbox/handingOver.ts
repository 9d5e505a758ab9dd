import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { SaveWriter } from './saveWriter.ts';

/** What has come of a save since it was packed. */
interface Meanwhile {
  /** Its doubt has begun anew by somebody's word. */
  isAnew: boolean;
  /** It was heard that another till may have sent it before the file. */
  isDoubted: boolean;
}

/**
 * What is in a file that another till may take. What is decided about it while the file is written is noted; from the last
 * look whether anything is until the copies here are closed, whoever wants to decide about it, or about anything else of the same
 * person, waits. The other till would not know of it. So whatever somebody decides about a save goes through `inTurn`.
 */
export class HandingOver {
  readonly #writer: Pick<SaveWriter, 'inTurn' | 'saves'>;
  /** What nobody decides about now. */
  #requestIds: ReadonlySet<string> = new Set();
  #over: Promise<void> = Promise.resolve();
  readonly #deciding = new Set<Promise<unknown>>();
  /** What was packed last. */
  #packed: ReadonlySet<string> = new Set();
  /** What of it somebody has decided about since, or was heard to be in doubt. */
  readonly #decided = new Map<string, Meanwhile>();

  constructor(writer: Pick<SaveWriter, 'inTurn' | 'saves'>) {
    this.#writer = writer;
  }

  /** Whether one of these is being handed over, or something of one of their people is, as the queue knows who that is. */
  holdsSomeOf(requestIds: readonly string[]): boolean {
    if (this.isIdle) return false;
    const { saves } = this.#writer;
    const people = peopleOf(saves, this.#requestIds);
    return requestIds.some((id) => {
      const save = saves.find(id);
      return save !== undefined && people.has(saves.queue.personOf(save));
    });
  }

  /** Resolves once nothing of their people is being handed over: then they may be here no more. */
  async settled(requestIds: readonly string[]): Promise<void> {
    while (this.holdsSomeOf(requestIds)) await this.#over;
  }

  /** Resolves once what is just being decided, about whatever save, is stored or refused. */
  async decided(): Promise<void> {
    await Promise.allSettled(this.#deciding);
  }

  /**
   * `SaveWriter.inTurn` for what somebody decides, once the save is not being handed over. Where something was stored
   * (`work` gives it), that is noted before the turn ends: whoever has the next one knows of it. `isAnew`: as of `Dating`.
   */
  async inTurn<Result>(
    requestId: string,
    work: (save: Save) => Promise<Result>,
    isAnew = false,
  ): Promise<Result | undefined> {
    // Between the last of these looks and the turn nothing is waited for: who begins to hand it over waits for that turn.
    while (this.holdsSomeOf([requestId])) await this.#over;
    const deciding = this.#writer.inTurn(requestId, async (save) => {
      const result = await work(save);
      if (result != null) this.#note(requestId, { isAnew });
      return result;
    });
    this.#deciding.add(deciding);
    return deciding.finally(() => this.#deciding.delete(deciding));
  }

  /** A file is packed: what is decided from now on about what is in it is noted, until the next one is. */
  pack(requestIds: readonly string[]): void {
    this.#packed = new Set(requestIds);
    this.#decided.clear();
  }

  /** It may have been sent from elsewhere, which nobody knew when it was packed: to be called as that is heard, before it is stored. */
  doubt(requestId: string): void {
    this.#note(requestId, { isDoubted: true });
  }

  /** Whether somebody has decided about it since it was packed, or a doubt was heard that the file does not tell of. */
  isDecided(requestId: string): boolean {
    return this.#decided.has(requestId);
  }

  /** Whether its doubt has begun anew since by somebody's word. */
  isAnew(requestId: string): boolean {
    return this.#decided.get(requestId)?.isAnew === true;
  }

  /** Whether it was heard since that it may have been sent from elsewhere. */
  isDoubted(requestId: string): boolean {
    return this.#decided.get(requestId)?.isDoubted === true;
  }

  /** Nothing is being handed over. */
  get isIdle(): boolean {
    return this.#requestIds.size === 0;
  }

  /** One file at a time. Gives what ends it; nothing happens where it has ended already. */
  begin(requestIds: readonly string[]): () => void {
    const ids = new Set(requestIds);
    this.#requestIds = ids;
    let end = () => {};
    this.#over = new Promise((resolve) => {
      end = resolve;
    });
    return () => {
      if (this.#requestIds === ids) this.#requestIds = new Set();
      end();
    };
  }

  #note(requestId: string, { isAnew = false, isDoubted = false }: Partial<Meanwhile>): void {
    if (!this.#packed.has(requestId)) return;
    this.#decided.set(requestId, {
      isAnew: isAnew || this.isAnew(requestId),
      isDoubted: isDoubted || this.isDoubted(requestId),
    });
  }
}

/** The names of the people of whom something is among these, as the queue has them now. */
export function peopleOf(
  saves: Pick<Saves, 'find' | 'queue'>,
  requestIds: Iterable<string>,
): ReadonlySet<string> {
  const people = new Set<string>();
  for (const id of requestIds) {
    const save = saves.find(id);
    if (save !== undefined) people.add(saves.queue.personOf(save));
  }
  return people;
}
