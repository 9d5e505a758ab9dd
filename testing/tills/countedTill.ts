import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Outcome } from '../../app/gateway/outcome.ts';
import type { DiscardReason, Save } from '../../app/outbox/save.ts';
import { type Outbox, openOutbox } from '../../main/outbox/openOutbox.ts';
import type { OutboxStore } from '../../main/outbox/outboxStore.ts';
import { Totals } from '../../main/totals/totals.ts';
import { writeTotals } from '../../main/totals/totalsFile.ts';
import { Vault } from '../../main/vault/vault.ts';
import { MemoryStore } from '../doubles/memoryStore.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** When the till of these tests begins (ms since 1970). */
export const START = new Date(2026, 10, 24, 12).getTime();
export const OPERATOR = '2392313';
export const SHOP = '239923231';
const HOME = { brandId: '1', app: 'https://gateway.example k', formerly: [] };
const ANSWER = { code: '0', subCode: '', text: '', traceId: '' };
const REFUSED = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' } as const;

export const idOf = (number: number): string => String(number).padStart(32, '0');

/**
 * A till that counts what it forgets, over starts: its totals on the real disk, its saves in a store that acknowledges.
 * Every writing of either is one of `power`: it may be refused, or the power goes before it or behind it.
 */
export async function countedTill() {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-totals-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const power = new Power();
  const store = new MemoryStore();
  const vault = new Vault(Buffer.alloc(32, 7));
  const clock = { now: START };
  /** The last version of every save that ever came to the disk, and which numbers did. */
  const stored = new Map<number, Save>();
  const warned: string[] = [];
  /** Called whenever saves have gone from the disk. */
  const hooks: { onErased: () => void } = { onErased: () => undefined };
  const counted: OutboxStore = {
    load: () => store.load(),
    put: (save) =>
      power.write('saves', REFUSED, async () => {
        const written = await store.put(save);
        if (written.ok) stored.set(save.sequence, save);
        return written;
      }),
    confirm: () => store.confirm(),
    erase: (ids) =>
      power.write('saves', REFUSED, async () => {
        const written = await store.erase(ids);
        if (written.ok) hooks.onErased();
        return written;
      }),
    problems: () => store.problems(),
    tidy: () => store.tidy(),
    scrub: () => store.scrub(),
    close: () => store.close(),
  };
  const write: typeof writeTotals = async (_folder, key, content) => {
    const isDone = await power.write('totals', false, async () => {
      await writeTotals(folder, key, content);
      return true;
    });
    if (!isDone) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  };
  const open = async () => {
    const log = { warn: (message: string) => void warned.push(message) };
    const totals = await Totals.open({ folder, vault, now: () => clock.now, log, write });
    const outbox = await openOutbox({
      ...{ store: counted, vault, totals, now: () => clock.now, home: () => HOME },
      retention: 7 * DAY,
    });
    return { totals, outbox };
  };
  return { folder, vault, power, store, clock, stored, warned, hooks, open };
}

/** What a disk does when it is full, or when the power goes. */
class Power {
  /** What is not written now. */
  refuses: 'nothing' | 'totals' | 'saves' | 'all' = 'nothing';
  /** So many more writings; then the power goes, before the next one or behind it. */
  left = Number.POSITIVE_INFINITY;
  isCutBehind = false;
  #cut: () => void = () => undefined;
  cut: Promise<void> = this.#next();

  /** The power is back. */
  restore(): void {
    this.left = Number.POSITIVE_INFINITY;
    this.refuses = 'nothing';
    this.cut = this.#next();
  }

  async write<Result>(
    what: 'totals' | 'saves',
    refused: Result,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const mine = this.cut;
    this.left -= 1;
    if (this.left < 0) {
      if (this.left === -1 && this.isCutBehind) await work();
      if (this.cut === mine) this.#cut();
      return new Promise(() => undefined);
    }
    return this.refuses === what || this.refuses === 'all' ? refused : work();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#cut = resolve;
    });
  }
}

/** What people and the gateway do to the saves of a till; each says nothing where it is not possible. */
export class Hands {
  readonly #outbox: Outbox;
  readonly #clock: { now: number };

  constructor(outbox: Outbox, clock: { now: number }) {
    this.#outbox = outbox;
    this.#clock = clock;
  }

  register(number: number, correctionOf: string | null = null) {
    return this.#outbox.intake.enqueue(this.#intention(number, correctionOf));
  }

  takeOver(number: number) {
    const intention = this.#intention(number, null);
    const { requestId, origin, member } = intention;
    const { now } = this.#clock;
    const body = JSON.stringify({
      ...{ request_id: requestId, brand_id: origin.brandId, shop_id: 'other shop' },
      ...{ operator_id: origin.operatorId, mobile: member.mobile },
    });
    const history = { createdAt: now - DAY, state: 'pending', attempts: 0, undecided: 0 } as const;
    return this.#outbox.intake.takeOver(intention, body, {
      history: { ...history, firstUnknownAt: null, heldReason: null, lastOutcome: null },
      words: null,
      ...{
        exportedAt: now,
        madeAt: now - DAY,
        before: number,
        isPassed: () => false,
        madeAtHome: () => 0,
        bringsHome: () => false,
      },
    });
  }

  async answer(save: Save, kind: 'accepted' | 'rejected'): Promise<void> {
    const { delivery } = this.#outbox;
    const { now } = this.#clock;
    if (save.state !== 'pending') return;
    const sending = await delivery.mark(save, now);
    if (sending === null) return;
    const outcome: Outcome =
      kind === 'accepted'
        ? { ...ANSWER, class: kind, customerId: '7' }
        : { ...ANSWER, class: kind };
    const context = { now, random: () => 0.5, isOwnFault: false, isEverybodys: false };
    await delivery.settle(sending, outcome, context);
  }

  discard({ requestId }: Save, reason: DiscardReason) {
    return this.#outbox.decisions.discard(requestId, 'manager', { reason, operatorId: OPERATOR });
  }

  requeue({ requestId }: Save) {
    return this.#outbox.decisions.requeue(requestId);
  }

  async move({ requestId }: Save): Promise<void> {
    const { isStored } = await this.#outbox.lending.lend([requestId], this.#clock.now);
    if (isStored) await this.#outbox.lending.close([requestId]);
  }

  #intention(number: number, correctionOf: string | null) {
    return {
      requestId: idOf(number),
      origin: { brandId: '1', shopId: SHOP, operatorId: OPERATOR },
      member: { mobile: `138${String(number).padStart(8, '0')}` },
      app: HOME.app,
      correctionOf,
      consent: null,
    };
  }
}
