import assert from 'node:assert/strict';
import type { Save, SaveState } from '../../app/outbox/save.ts';
import { systemClock } from '../../main/clock/clock.ts';
import { patientDisk } from '../../main/disk/patientDisk.ts';
import { JournalAdapter } from '../../main/journal/journalAdapter.ts';
import type { ComingBack } from '../../main/outbox/comeBack.ts';
import { type Counting, NOT_COUNTED } from '../../main/outbox/counting.ts';
import { LowdbOutboxStore } from '../../main/outbox/lowdbOutboxStore.ts';
import { openOutbox } from '../../main/outbox/openOutbox.ts';
import { ErasureRecord } from '../../main/person/erasureRecord.ts';
import { PersonDesk } from '../../main/person/personDesk.ts';
import { PersonErasure } from '../../main/person/personErasure.ts';
import { Vault } from '../../main/vault/vault.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { seeded } from '../replay/randomness.ts';
import type { Names } from './circleMoves.ts';

const FOLDER = '/data/till';
const HOUR = 60 * 60_000;
/** What is accepted is forgotten so soon (ms) that a sequence comes to it. */
export const RETENTION = 2 * HOUR;
export const BRAND = 'brand';
export const ORIGIN = { brandId: BRAND, shopId: 'shop', operatorId: '2392313' };
export const APPS = ['https://gw.example a', 'https://gw.example b'] as const;
const vault = new Vault(Buffer.alloc(32, 7));

/** What a till is made to do wrong, so that the model is seen to find it. */
export type Mistake =
  | 'who was erased is not remembered'
  | 'what was set aside is not remembered'
  | 'numbers are given anew behind a lost key';

/** By what a till goes (ms since 1970): the right time, and the gateway's, or null where nothing has shown that. */
interface Clocks {
  now: () => number;
  knownTime: () => number | null;
  /** So far (ms) is its own clock. */
  ahead: number;
}

/** A queue that was set aside with its key. */
interface Aside {
  coming: ComingBack[];
  /** Ms since 1970. */
  at: number;
  lastSequence: number;
  /** The ids of what is to be sent, or decided about. */
  open: ReadonlySet<string>;
}

/** What a till has sent of somebody, as far as its effect goes. */
interface Effect {
  at: number;
  requestId: string;
  names: Names;
}

/** A till of the circle: its outbox and its erasing, on a disk whose power may be cut. */
export class CircleTill {
  /** The same sequence loses the same at each power cut. */
  readonly #random = seeded(1);
  disk = new PowerDisk(this.#random);
  /** Which of `APPS` its settings name. */
  app = 0;
  aside: Aside | null = null;
  /** Of each person what has taken effect from here. */
  readonly effects = new Map<number, Effect[]>();
  /** After how many moves each save that is here was first seen, and since when it was open without a break. */
  readonly seenSince = new Map<string, number>();
  readonly openSince = new Map<string, number>();
  /** What the manager has said here that it goes. */
  readonly byWord = new Set<string>();
  /** When each person was last erased here (ms since 1970). */
  readonly erasedAt = new Map<number, number>();
  /** The slip numbers that were counted when their saves were forgotten, or erased, since the key is there. */
  readonly #counted = new Set<number>();
  #opened!: Awaited<ReturnType<CircleTill['begin']>>;
  /** So far (ms) its clock is. */
  ahead: number;
  /** Its own clock (ms since 1970). */
  readonly now: () => number;
  readonly #right: () => number;
  readonly #knownTime: () => number | null;
  readonly #mistake: Mistake | null;

  private constructor(clocks: Clocks, mistake: Mistake | null) {
    this.ahead = clocks.ahead;
    this.#right = clocks.now;
    this.now = () => clocks.now() + this.ahead;
    this.#knownTime = clocks.knownTime;
    this.#mistake = mistake;
  }

  static async open(clocks: Clocks, mistake: Mistake | null): Promise<CircleTill> {
    const till = new CircleTill(clocks, mistake);
    await till.start();
    return till;
  }

  get outbox() {
    return this.#opened.outbox;
  }

  get saves() {
    return this.outbox.saves;
  }

  get desk() {
    return this.#opened.desk;
  }

  get erasure() {
    return this.#opened.erasure;
  }

  get lastErasedAt(): number {
    return this.#opened.record.erasedAt;
  }

  get home() {
    return { brandId: BRAND, app: APPS[this.app] ?? '', formerly: [] };
  }

  /** Nobody knows who was sent by then, nor who was erased (ms since 1970). */
  nothingKnownBefore(): number {
    return Math.max(this.#erasedAt, this.#setAsideAt);
  }

  get #erasedAt(): number {
    return this.#isWrong('who was erased is not remembered')
      ? Number.NEGATIVE_INFINITY
      : this.lastErasedAt;
  }

  get #setAsideAt(): number {
    return this.aside === null || this.#isWrong('what was set aside is not remembered')
      ? Number.NEGATIVE_INFINITY
      : this.aside.at;
  }

  /** One of its saves; those in this state first. */
  oneOf(which: number, state: SaveState): string {
    const all = [...this.saves.values()];
    const some = all.filter((save) => save.state === state);
    const these = some.length > 0 ? some : all;
    return these[which % Math.max(1, these.length)]?.requestId ?? '';
  }

  /** Whether its queue, or the one that was set aside, holds a save as something that is still to be decided, or sent. */
  isOpen(requestId: string): boolean {
    const isHere = isWaiting(this.saves.find(requestId)?.state);
    return isHere || (this.aside?.open.has(requestId) ?? false);
  }

  /** After so many moves. */
  look(moves: number): void {
    for (const known of [this.seenSince, this.openSince])
      for (const id of [...known.keys()]) {
        const save = this.saves.find(id);
        if (save === undefined || (known === this.openSince && !isWaiting(save.state)))
          known.delete(id);
      }
    for (const { requestId, state, imported } of this.saves.values()) {
      // What is registered while a file is read comes after it.
      const since = imported === null ? moves + 0.5 : moves;
      if (!this.seenSince.has(requestId)) this.seenSince.set(requestId, since);
      const isNew = isWaiting(state) && !this.openSince.has(requestId);
      if (isNew) this.openSince.set(requestId, since);
    }
  }

  async start(): Promise<void> {
    this.#opened = await this.begin();
    await this.erasure.goOn();
    if (this.aside !== null) this.#goOnBehind(this.aside.lastSequence);
  }

  /** Does this; where the disk comes to the call at which its power is cut, the till begins once more. */
  async during(work: () => Promise<unknown>, cut: number | null): Promise<void> {
    if (cut === null) return void (await work());
    this.disk.cutAt = this.disk.calls + cut;
    let isDone = false;
    void work().finally(() => {
      isDone = true;
    });
    for (let turn = 0; turn < 300 && !isDone && this.disk.calls < this.disk.cutAt; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    await this.cut();
  }

  /** The power goes, and comes back. */
  async cut(): Promise<void> {
    this.disk.cutAt = Number.POSITIVE_INFINITY;
    this.disk = this.disk.afterCut();
    await this.start();
  }

  async loseKey(): Promise<void> {
    if (this.aside !== null) return;
    const all = [...this.saves.values()];
    const { contents, numbers } = this.outbox;
    const coming = all.map((save) => ({ save, body: contents.openBody(save), words: null }));
    const open = all.filter(({ state }) => isWaiting(state)).map(({ requestId }) => requestId);
    const { lastSequence } = numbers;
    await this.outbox.close();
    this.aside = { coming, at: this.now(), lastSequence, open: new Set(open) };
    this.#counted.clear();
    this.disk = new PowerDisk(this.#random);
    await this.start();
  }

  /** The key is back: what was set aside with it comes home, but where an id stands for something else by now. */
  async findKey(): Promise<void> {
    const { aside } = this;
    if (aside === null) return;
    await this.outbox.close();
    await this.start();
    const { contents, returning } = this.outbox;
    const isOther = ({ save, body }: ComingBack) => {
      const here = this.saves.find(save.requestId);
      return here !== undefined && body !== null && contents.isOtherBody(here, body);
    };
    if (aside.coming.some(isOther)) return;
    const { coming, at, lastSequence } = aside;
    const from = { at, isRecoverable: false, lastSequence, isAlone: true, isSound: true };
    const { isWhole } = await returning.comeBack(coming, from);
    assert.ok(isWhole, 'what was set aside has not come back');
    this.aside = null;
    // Whoever was erased without it is there once more: they were asked about the folder.
    this.erasedAt.clear();
  }

  /** As a start opens it. */
  protected async begin() {
    const { now } = this;
    const knownTime = this.#knownTime;
    const disk = patientDisk(this.disk, () => Promise.resolve());
    const adapter = new JournalAdapter({
      ...{ disk, clock: new VirtualClock(), folder: FOLDER, watermarkPath: '/data/till.mark' },
      ...{ now, compactAbove: 8 * 1024, fillAhead: 4 * 1024 },
    });
    const record = await ErasureRecord.read({ disk, folder: FOLDER, vault, now, knownTime });
    const holds = ({ requestId }: Pick<Save, 'requestId'>) =>
      this.aside?.open.has(requestId) ?? false;
    const setAsideAt = () => this.#setAsideAt;
    const aside = {
      ...{ holds, keeps: holds },
      get knownSince() {
        return setAsideAt();
      },
    };
    const outbox = await openOutbox({
      ...{ store: new LowdbOutboxStore(adapter), vault, now, knownTime, retention: RETENTION },
      clock: { ...systemClock, monotonic: this.#right },
      erasedAt: () => this.#erasedAt,
      home: () => this.home,
      aside,
      totals: { ...NOT_COUNTED, ...this.#counting },
    });
    const desk = new PersonDesk({ outbox, brandId: () => BRAND });
    const erasure = new PersonErasure({
      ...{ outbox, record, dropDraft: async () => true, dropWords: async () => true },
      audit: { owe: async () => undefined },
      log: { info: () => undefined, warn: () => undefined },
      ...{ onLeft: () => undefined, onErased: () => undefined },
    });
    return { record, outbox, desk, erasure };
  }

  /** As `Totals` counts numbers. */
  get #counting(): Pick<Counting, 'leave' | 'lastUncounted'> {
    return {
      leave: (saves, erase) => {
        for (const { sequence } of saves) this.#counted.add(sequence);
        return erase();
      },
      lastUncounted: (sequence) => {
        let last = sequence;
        while (this.#counted.has(last)) last -= 1;
        // Its slip numbers as well: as long as they are missing here nothing older than this start goes by itself.
        const isForgotten = this.#isWrong('what was set aside is not remembered');
        return isForgotten && last <= (this.aside?.lastSequence ?? 0) ? 0 : Math.max(0, last);
      },
    };
  }

  #goOnBehind(lastSequence: number): void {
    if (this.#isWrong('numbers are given anew behind a lost key')) return;
    this.outbox.numbers.goOnBehind(lastSequence);
  }

  #isWrong(mistake: Mistake): boolean {
    return this.#mistake === mistake;
  }
}

function isWaiting(state: SaveState | undefined): boolean {
  return state === 'pending' || state === 'held' || state === 'sending';
}
