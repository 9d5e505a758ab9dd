import assert from 'node:assert/strict';
import type { MovedQueue } from '../../main/outbox/movedQueue.ts';
import { Permissions } from '../../main/outbox/permissions.ts';
import { type Names, TILLS } from './circleMoves.ts';
import { APPS, CircleTill, type Mistake, ORIGIN, RETENTION } from './circleTill.ts';

const HOUR = 60 * 60_000;
/** So long the gateway remembers an id (ms), and what its clock may be off. */
const REMEMBERED = 24 * HOUR;
const SLACK = HOUR / 2;

/** What has become of one registration, wherever its save is. */
export interface Life {
  who: number;
  names: Names;
  /** As it was registered: no other save has this name. */
  name: string;
  /** When it was registered (ms since 1970). */
  at: number;
  /** When it took effect, or null. */
  effectAt: number | null;
  /** When a manager last said that it goes, or null. */
  wordAt: number | null;
  /** Somebody has ended it: nobody expects it any more. */
  isOver: boolean;
}

interface File {
  queue: MovedQueue;
  requestIds: readonly string[];
}

/** Tills that hand their queues on in a circle, the gateway that they send to, and what has to hold of all of it. */
export class CircleWorld {
  /** Ms since 1970: the right one. */
  time = Date.UTC(2026, 10, 24);
  files: File[] = [];
  readonly lives = new Map<string, Life>();
  readonly erasedIds: string[] = [];
  readonly tills: readonly CircleTill[];
  #given = 0;
  #looks = 0;

  /** Whether somebody sets the clocks. */
  readonly #areSet: boolean;

  private constructor(tills: readonly CircleTill[], areSet: boolean) {
    this.tills = tills;
    this.#areSet = areSet;
  }

  /** `ahead`: so far (ms) is the clock of the first till; where that is wrong, or clocks `areSet`, the gateway shows the time. */
  static async begin(
    mistake: Mistake | null,
    { ahead, areSet }: { ahead: number; areSet: boolean },
  ): Promise<CircleWorld> {
    const clock = { now: () => 0 };
    const tills: CircleTill[] = [];
    for (let number = 0; number < TILLS; number += 1) {
      const now = () => clock.now();
      const knownTime = () => (ahead === 0 && !areSet ? null : clock.now());
      tills.push(
        await CircleTill.open({ now, knownTime, ahead: number === 0 ? ahead : 0 }, mistake),
      );
    }
    const world = new CircleWorld(tills, areSet);
    clock.now = () => world.time;
    return world;
  }

  async end(): Promise<void> {
    for (const till of this.tills) await till.outbox.close();
  }

  newId(): string {
    this.#given += 1;
    return String(this.#given).padStart(32, '0');
  }

  /**
   * Whether any till or file still has something under an id, or that says to correct it: whoever is registered under it once
   * more would be taken for the one that was put right.
   */
  isKnown(requestId: string): boolean {
    const isOf = (save: { requestId: string; correctionOf: string | null }) =>
      save.requestId === requestId || save.correctionOf === requestId;
    const isAt = (till: CircleTill) =>
      [...till.saves.values()].some(isOf) ||
      (till.aside?.coming.some(({ save }) => isOf(save)) ?? false);
    const isIn = ({ requestIds, queue }: File) =>
      requestIds.includes(requestId) ||
      queue.saves.some(({ correctionOf }) => correctionOf === requestId);
    return this.tills.some(isAt) || this.files.some(isIn);
  }

  mobileOf(person: number): string {
    return `139000000${String(person).padStart(2, '0')}`;
  }

  member(person: number, names: Names) {
    const mobile = { mobile: this.mobileOf(person) };
    const code = { outerType: 'wechat' as const, outerId: `code-${person}` };
    return { ...(names === 'code' ? {} : mobile), ...(names === 'mobile' ? {} : code) };
  }

  async register(
    till: CircleTill,
    requestId: string,
    who: number,
    { names = 'mobile', correctionOf = null }: { names?: Names; correctionOf?: string | null },
  ): Promise<void> {
    const at = this.time;
    const name = `P ${requestId.slice(-4)} ${at}`;
    const { ok } = await till.outbox.intake.enqueue({
      ...{ requestId, origin: ORIGIN, correctionOf, app: APPS[till.app] ?? null },
      member: { ...this.member(who, names), name },
      consent: { at: 5, noticeVersion: 'v3', operatorId: '3', marketing: false },
    });
    if (!ok) return;
    const original = this.lives.get(correctionOf ?? '');
    if (original !== undefined) original.isOver = true;
    this.lives.set(requestId, {
      who,
      names,
      name,
      at,
      effectAt: null,
      wordAt: null,
      isOver: false,
    });
  }

  /** A manager has discarded it at one till. Where another one still has it, it is to be sent, or decided about, from there. */
  endHere(till: CircleTill, requestId: string): void {
    const life = this.lives.get(requestId);
    const isElsewhere = this.tills.some((other) => other !== till && other.isOpen(requestId));
    if (life !== undefined && !isElsewhere) life.isOver = true;
  }

  /** A save has arrived at the gateway, whatever the till hears of it. */
  arrive(till: CircleTill, requestId: string): void {
    const life = this.lives.get(requestId);
    assert.ok(life !== undefined, `${requestId} is nobody's`);
    const { who, names, at, effectAt, wordAt } = life;
    const isByWord = till.byWord.has(requestId);
    const isForgotten = effectAt !== null && this.time - effectAt > REMEMBERED + SLACK;
    const isWanted = wordAt !== null && wordAt >= this.time - REMEMBERED - HOUR;
    assert.ok(!isForgotten || isWanted, `${requestId} takes effect a second time`);
    if (effectAt === null || isForgotten) {
      const effects = till.effects.get(who) ?? [];
      const isOnePerson = this.#isJoined(till, requestId, who);
      for (const newer of effects) {
        if (newer.at <= at || !(isOnePerson || isSameName(newer.names, names))) continue;
        // Of two that are dated by wrong clocks nobody knows which came first: where a manager lets one of them go he was asked.
        const isAsked = this.#areSet && till.byWord.has(newer.requestId);
        assert.ok(isByWord || isAsked, `${requestId} goes over ${newer.requestId}`);
      }
      till.effects.set(who, [...effects, { at, requestId, names }]);
      life.effectAt = this.time;
    }
    const isErased = at < (till.erasedAt.get(who) ?? 0);
    // Nothing may have told that the code was theirs.
    const isKnownToBe = names !== 'code';
    assert.ok(!isErased || !isKnownToBe || isByWord, `${requestId} is of somebody who was erased`);
  }

  /** Whether the till knew that number and code are one person's when it last took in, or was given, a save. */
  #isJoined(till: CircleTill, requestId: string, who: number): boolean {
    const since = till.openSince.get(requestId) ?? Number.NEGATIVE_INFINITY;
    return [...till.saves.values()].some((save) => {
      const life = this.lives.get(save.requestId);
      const isBoth = life?.who === who && life.names === 'both' && save.identityKeys.length > 1;
      return isBoth && (till.seenSince.get(save.requestId) ?? Number.POSITIVE_INFINITY) <= since;
    });
  }

  /** Throws where anything does not hold. */
  check(): void {
    this.#looks += 1;
    for (const till of this.tills) till.look(this.#looks);
    // Which takes the longest.
    if (this.#looks % 7 === 0) for (const till of this.tills) this.#checkPermissions(till);
    for (const [requestId, { effectAt, isOver }] of this.lives) {
      if (effectAt !== null || isOver) continue;
      const isInFile = this.files.some((file) => file.requestIds.includes(requestId));
      const isAt = this.tills.some((till) => till.isOpen(requestId));
      assert.ok(isInFile || isAt, `${requestId} is lost`);
    }
  }

  /** What is remembered from one question to the next is what a look at everything says. */
  #checkPermissions(till: CircleTill): void {
    const { saves, outbox } = till;
    const behind = Math.max(0, this.time - till.now());
    const afresh = new Permissions({
      ...{ saves, numbers: outbox.numbers },
      home: () => till.home,
      now: till.now,
      rememberedSince: () => Math.max(till.now() - RETENTION, till.nothingKnownBefore() + behind),
    });
    for (const save of saves.values())
      assert.deepEqual(outbox.permissions.of(save), afresh.of(save), save.requestId);
  }
}

/** Whether a mobile or a code is in both. */
function isSameName(one: Names, other: Names): boolean {
  return one === other || one === 'both' || other === 'both';
}
