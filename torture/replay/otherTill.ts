import type { Intention } from '../../main/outbox/intention.ts';
import { type Outbox, openOutbox } from '../../main/outbox/openOutbox.ts';
import { packQueue } from '../../main/outbox/packQueue.ts';
import { Vault } from '../../main/vault/vault.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { asDatedBack } from './away.ts';
import { expectNew } from './expectation.ts';
import { Line } from './line.ts';
import type { MovedFile } from './movedFile.ts';

const vault = new Vault(Buffer.alloc(32, 6));

/** A till beside this one that never reaches the gateway: what is saved there leaves in a file. */
export class OtherTill {
  readonly #now: () => number;
  #line = new Line();
  #outbox: Promise<Outbox>;

  /** `now`: its clock, ms since 1970. */
  constructor(now: () => number) {
    this.#now = now;
    this.#outbox = this.#open();
  }

  async save(intention: Intention): Promise<void> {
    const outbox = await this.#outbox;
    await outbox.intake.enqueue(intention);
    this.#line.add(intention.requestId, this.#now());
  }

  /** Everything that was saved there; nothing of it stays. */
  async empty(): Promise<MovedFile> {
    const { queue } = packQueue(await this.#outbox);
    const saves = this.#line
      .packed(() => true)
      .map((place) => ({ ...place, was: expectNew(place.requestId) }));
    this.#line = new Line();
    this.#outbox = this.#open();
    return { queue, model: asDatedBack({ exportedAt: this.#now(), saves }, queue) };
  }

  #open(): Promise<Outbox> {
    return openOutbox({ store: new MemoryStore(), vault, now: this.#now, retention: 1 });
  }
}
