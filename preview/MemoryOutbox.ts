import type { MaskedMember } from '../app/member/mask.ts';
import type { Member } from '../app/member/memberSchema.ts';
import type { Identity } from '../app/outbox/identity.ts';
import type {
  OtherApp,
  OutboxView,
  QueuePause,
  SaveLine,
  StoreWarning,
} from '../app/outbox/outboxView.ts';
import { type Closing, SAVE_STATES, type SaveState, slipNumber } from '../app/outbox/save.ts';

const RECENT = 20;

/** What the double keeps of one save. */
export interface MemorySave {
  line: SaveLine;
  /** What the gateway said of it, in its own words. */
  text: string;
  /** The content that the id stands for, to see when an id comes back with other content. */
  body: string;
  operatorId: string;
  closing: Closing | null;
  correctionOf: string | null;
}

/** Saves in memory, in order, with the same view of them that main gives. */
export class MemoryOutbox {
  readonly #saves = new Map<string, MemorySave>();
  readonly #listeners = new Set<(view: OutboxView) => void>();
  pause: QueuePause = { kind: 'none' };
  progress: OutboxView['progress'] = null;
  /** Null: as many as were registered here. */
  today: number | null = null;
  clockOffsetSeconds: number | null = null;
  warnings: StoreWarning[] = [];
  otherApps: OtherApp[] = [];
  /** What the manager has left for the cashier, by request id. */
  readonly words = new Map<string, string>();

  find(requestId: string): MemorySave | undefined {
    return this.#saves.get(requestId);
  }

  /** The newest save with this number, or this code of that kind, that was not discarded, or else that has moved. */
  of(identity: Identity): SaveLine | undefined {
    const isTheirs = ({ body }: MemorySave) => {
      const member = JSON.parse(body) as Member;
      if ('mobile' in identity) return member.mobile === identity.mobile;
      return member.outerId === identity.outerId && member.outerType === identity.outerType;
    };
    const lines = [...this.#saves.values()].filter(isTheirs).map(({ line }) => line);
    const here = lines.filter(({ state }) => state !== 'discarded');
    return here.at(-1) ?? lines.filter(({ closedReason }) => closedReason === 'moved').at(-1);
  }

  add(
    requestId: string,
    body: string,
    masked: MaskedMember,
    createdAt: number,
    more: Pick<MemorySave, 'operatorId' | 'correctionOf'> = { operatorId: '', correctionOf: null },
  ): SaveLine {
    const line: SaveLine = {
      requestId,
      slip: slipNumber(this.#saves.size + 1),
      masked,
      state: 'pending',
      createdAt,
      isUpdate: false,
      attempts: 0,
      heldReason: null,
      closedReason: null,
      busyHours: null,
      madeFor: 'gateway.example',
      code: '',
      subCode: '',
      field: null,
      customerId: null,
      exportedAt: null,
    };
    this.#saves.set(requestId, { line, text: '', body, closing: null, ...more });
    this.changed();
    return line;
  }

  change(
    requestId: string,
    { text, closing, ...change }: Partial<SaveLine> & { text?: string; closing?: Closing | null },
  ): void {
    const save = this.find(requestId);
    if (!save) return;
    save.line = { ...save.line, ...change };
    save.text = text ?? save.text;
    if (closing !== undefined) save.closing = closing;
    this.changed();
  }

  /** Oldest first. */
  lines(): SaveLine[] {
    return [...this.#saves.values()].map(({ line, correctionOf }) => ({
      ...line,
      isUpdate: this.#history(correctionOf).some(({ state }) => state === 'accepted'),
    }));
  }

  /** When whoever a save is about was registered first. */
  registeredAt(requestId: string): number | null {
    return this.#history(requestId)[0]?.createdAt ?? null;
  }

  /** The save with this id, and before it what that corrects. */
  #history(requestId: string | null): SaveLine[] {
    const save = this.find(requestId ?? '');
    return save === undefined ? [] : [...this.#history(save.correctionOf), save.line];
  }

  /** The id of the latest correction of a save, or undefined. */
  correctionOf(requestId: string): string | undefined {
    const corrections = [...this.#saves.values()].filter((one) => one.correctionOf === requestId);
    return corrections.at(-1)?.line.requestId;
  }

  pending(): SaveLine[] {
    return this.lines().filter((line) => line.state === 'pending');
  }

  view(): OutboxView {
    const lines = this.lines();
    const waiting = lines.filter((line) => line.state === 'pending' || line.state === 'sending');
    const count = (state: SaveState) => lines.filter((line) => line.state === state).length;
    return {
      counts: Object.fromEntries(
        SAVE_STATES.map((state) => [state, count(state)]),
      ) as OutboxView['counts'],
      waiting: waiting.length,
      today:
        this.today ??
        lines.filter(({ isUpdate, exportedAt }) => !isUpdate && exportedAt === null).length,
      oldestWaitingAt: waiting[0]?.createdAt ?? null,
      pause: this.pause,
      progress: this.progress,
      clockOffsetSeconds: this.clockOffsetSeconds,
      otherApps: this.otherApps,
      recent: lines.slice(-RECENT).reverse(),
      warnings: this.warnings,
    };
  }

  listen(listener: (view: OutboxView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    const view = this.view();
    for (const listener of this.#listeners) listener(view);
  }
}
