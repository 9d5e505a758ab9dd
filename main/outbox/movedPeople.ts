import { identityTexts } from '../../app/outbox/identity.ts';
import type { OfFile } from '../../app/outbox/passedWhile.ts';
import { wasSent } from '../../app/outbox/passing.ts';
import { People } from '../../app/outbox/people.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Moved } from './movedQueue.ts';

/** Whose the saves of a file are: one person's are those that a mobile, an outer id or a correction joins. */
export class MovedPeople implements OfFile {
  readonly #exportedAt: number;
  readonly #next: number;
  readonly #people = new People();
  readonly #ids = new Set<string>();

  /**
   * `exportedAt`: when the file was written (ms since 1970). `next`: the number of
   * the first save that nobody knew as its reading began.
   */
  constructor(exportedAt: number, next: number) {
    this.#exportedAt = exportedAt;
    this.#next = next;
  }

  add({ body, correctionOf }: Pick<Moved, 'body' | 'correctionOf'>): void {
    const { requestId, origin, member } = readBody(body);
    const corrected = correctionOf === null ? [] : [correctionOf];
    this.#ids.add(requestId);
    const keys = [requestId, ...identityTexts(origin.brandId, member), ...corrected];
    this.#people.join(keys, () => undefined);
  }

  /**
   * Whether a save is away, and comes home with the file: it goes when it is its turn. Not one that was sent from here, as by
   * the manager's word before what stands in front of it: that has been passed.
   */
  bringsHome(save: Save): boolean {
    const { requestId, closedReason } = save;
    return closedReason === 'moved' && !wasSent(save) && this.#ids.has(requestId);
  }

  /** Whether it came here with this file, which was not read to its end then, or was registered while it is read. */
  isOrdered({ requestId, imported, sequence }: Save): boolean {
    if (imported === null) return sequence >= this.#next;
    return imported.exportedAt === this.#exportedAt && this.#ids.has(requestId);
  }

  /** The name of the person whose a save of the file is. Final once all of them have been added. */
  of(requestId: string): string {
    return this.#people.of([requestId]);
  }
}
