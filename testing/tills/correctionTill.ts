import type { Outcome } from '../../app/gateway/outcome.ts';
import type { Save } from '../../app/outbox/save.ts';
import { chooseNext } from '../../app/replay/chooseNext.ts';
import type { WriteResult } from '../../main/files/storeFailure.ts';
import type { EnqueueResult } from '../../main/outbox/intention.ts';
import { Outbox } from '../../main/outbox/outbox.ts';
import { Vault } from '../../main/vault/vault.ts';
import { MemoryStore } from '../doubles/memoryStore.ts';

const vault = new Vault(Buffer.alloc(32, 7));

export const idOf = (number: number) => String(number).padStart(32, '0');

/** A store whose till can be killed: after so many writes nothing reaches the disk any more. */
class KillableStore extends MemoryStore {
  writesLeft = Number.POSITIVE_INFINITY;
  /** Called before a write begins: what is slow on its way to the disk. */
  beforeWrite: (save: Save) => Promise<void> = async () => undefined;

  override async settle(save: Save): Promise<WriteResult> {
    await this.beforeWrite(save);
    this.writesLeft -= 1;
    if (this.writesLeft < 0) return { ok: false, failure: 'store.failed', detail: 'killed' };
    return super.settle(save);
  }
}

/** An outbox on a disk that can be slow or gone; its saves are known by their numbers. */
export class CorrectionTill {
  readonly store: KillableStore;
  outbox: Outbox;

  private constructor(outbox: Outbox, store: KillableStore) {
    this.outbox = outbox;
    this.store = store;
  }

  static async start(): Promise<CorrectionTill> {
    const store = new KillableStore();
    return new CorrectionTill(await open(store), store);
  }

  /** The next process on what is on the disk. */
  async reopen(): Promise<void> {
    this.store.writesLeft = Number.POSITIVE_INFINITY;
    this.outbox = await open(this.store);
  }

  /** Registers a person; a correction has a number of its own and names what it corrects. */
  enqueue(number: number, correctionOf: number | null = null): Promise<EnqueueResult> {
    return this.outbox.enqueue({
      requestId: idOf(number),
      origin: { brandId: '1', shopId: '2', operatorId: '3' },
      member: { mobile: String(13_800_000_000 + number) },
      app: null,
      correctionOf: correctionOf === null ? null : idOf(correctionOf),
      consent: null,
    });
  }

  /** What may be sent now. */
  chosen(): Save[] {
    return chooseNext(this.outbox.queue, [], () => 0, { all: 99, backlog: 99 }).ready;
  }

  /** Marks a save as being sent. */
  async mark(number: number): Promise<Save> {
    const pending = this.outbox.find(idOf(number));
    const sending = pending && (await this.outbox.markSending(pending, 1));
    if (!sending) throw new Error(`${number} cannot be sent`);
    return sending;
  }

  settle(sending: Save, outcome: Outcome): Promise<Save | null> {
    return this.outbox.settle(sending, outcome, {
      now: 1,
      random: () => 0.5,
      isOwnFault: true,
      isEverybodys: false,
    });
  }

  /** Sends a save and stores what its answer made of it. */
  async send(number: number, outcome: Outcome): Promise<void> {
    await this.settle(await this.mark(number), outcome);
  }

  stateOf(number: number): string | undefined {
    const save = this.outbox.find(idOf(number));
    return save?.state === 'discarded' ? `discarded: ${save.heldReason}` : save?.state;
  }
}

function open(store: KillableStore): Promise<Outbox> {
  return Outbox.open({ store, vault, now: () => 1, retention: 1_000 });
}
