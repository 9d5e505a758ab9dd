import type { Save } from '../../app/outbox/save.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import { Agreed } from './agreed.ts';
import { AGREED, type Expectation, isMarked, type Shown } from './expectation.ts';
import type { StoreWatcher } from './mortalStore.ts';
import type { Arrival } from './network.ts';
import { Others } from './others.ts';
import type { Belonging } from './places.ts';
import { read, type Verdict } from './reading.ts';
import type { Surroundings } from './surroundings.ts';
import type { TillsTime } from './tillsTime.ts';
import type { WireWatcher } from './wire.ts';

interface Left {
  time: number;
  steady: number;
  sleeps: number;
  /** The clock on the wall less the steady one. */
  apart: number;
}

const DAY = 24 * 60 * 60_000;

/** What was known when the write of a save began. */
interface Begun {
  /** The till's idea of the gateway's time, no later than its own clock where nothing has proved that (ms since 1970). */
  sure: number;
  /** What the settings were of. */
  settings: Belonging;
  /** By the steady clock (ms). */
  steady: number;
  /** No answer had proved the time. */
  isUndated: boolean;
  /** How often the PC had slept or come back. */
  sleeps: number;
  /** The clock on the wall less the steady one (ms). */
  apart: number;
  /** What an answer had shown last of the time. */
  shown: Shown | null;
}

/** Sees what one process does to the disk and to the wire, and tells the model. */
export class Witness implements StoreWatcher, WireWatcher {
  readonly #around: Surroundings;
  readonly #time: TillsTime;
  readonly #others = new Others();
  readonly #agreed = new Agreed();
  readonly #chosenAt = new Map<string, number>();
  /** When the last mark of a save was on the disk. */
  readonly #markedAt = new Map<string, number>();
  /** What time it was for the till, and by the steady clock, when a call left. */
  readonly #leftAt = new Map<string, Left>();
  #sleeps = 0;
  /** Between the word that it goes to sleep and the one that it is back: a few seconds. */
  #dozes = false;
  /** The gateway's time and the clock on the wall, both less the steady one, when an answer showed the time last. */
  #shownBefore: { gateway: number; apart: number } | null = null;
  readonly #begun = new WeakMap<Save, Begun>();
  /** What an answer has shown last of the time. */
  #shown: Shown | null = null;
  readonly #sentWith = new Map<string, GatewayAccount>();
  /** Accounts whose key is known to sign well. */
  #signsWell = new WeakSet<GatewayAccount>();
  #settingsSince = Number.NEGATIVE_INFINITY;
  /** The last answer was a wrong sign: another one is the key's fault, not a save's. */
  #doubtsSign = false;
  #bannedAt = Number.POSITIVE_INFINITY;
  #bannedUntil = 0;
  /** The clock on the wall less the steady one when the ban was told, or when the PC was back from its last sleep. */
  #bannedApart = 0;
  /** New settings may be another app's, which is not banned. */
  #bannedWith: GatewayAccount | null = null;

  constructor(around: Surroundings, time: TillsTime) {
    this.#around = around;
    this.#time = time;
    const { expectations } = around;
    const { saves, belongings } = expectations;
    const yesterday = around.clock.now() - DAY;
    // What another till held, what was held under other settings, or more than a day ago, says nothing of these.
    const saysSomething = ({ requestId, state, exportedAt, settledAt }: Expectation) =>
      state === 'accepted' ||
      (exportedAt === null &&
        (settledAt ?? 0) > yesterday &&
        belongings.mayGo(requestId, belongings.settings));
    this.#others.recall([...saves.values()].filter(saysSomething), (id) => expectations.keysOf(id));
  }

  begun(save: Save): void {
    const { requestId, state } = save;
    const { expectations } = this.#around;
    this.#begun.set(save, this.#beginning());
    if (state !== 'sending') return;
    // Marked once more, because the time was shown to be another one while it was being marked: it was chosen before.
    const isAnew = this.#markedAt.get(requestId) === this.#now();
    if (!isAnew || !isMarked(expectations.get(requestId))) {
      this.#chosenAt.set(requestId, this.#now());
    }
    expectations.chosen(requestId, this.#time.now());
  }

  stored(save: Save, begunAt: number): void {
    const { expectations } = this.#around;
    const begun = this.#begun.get(save) ?? this.#beginning();
    const steady = this.#around.sinceStart();
    const times = {
      begunAt,
      begunSure: begun.sure,
      begunSteady: begun.steady,
      undatedSteady: begun.isUndated && begun.sleeps === this.#sleeps ? begun.steady : null,
      apart: begun.apart,
      shown: begun.shown === this.#shown ? null : this.#shown,
      endedAt: this.#time.now(),
      steady,
    };
    if (save.state === 'sending') this.#markedAt.set(save.requestId, this.#now());
    expectations.stored(save, times, begun.settings);
  }

  #beginning(): Begun {
    const settings = this.#around.places.belonging;
    const isUndated = !this.#time.isProved && !this.#dozes;
    const [sleeps, shown, apart] = [this.#sleeps, this.#shown, this.#apart()];
    const [now, wall] = [this.#time.now(), this.#around.clock.now()];
    const sure = this.#time.isProved ? now : Math.min(now, wall);
    return { settings, sure, steady: this.#now(), isUndated, sleeps, apart, shown };
  }

  refused({ requestId, state }: Save): void {
    if (state === 'sending') this.#around.expectations.notMarkedAnew(requestId);
  }

  erased(requestId: string): void {
    this.#around.expectations.erased(requestId, this.#around.sinceStart());
  }

  sends(account: GatewayAccount, body: string): void {
    const { request_id } = JSON.parse(body) as { request_id: string };
    this.#sentWith.set(request_id, account);
    const { expectations, places } = this.#around;
    expectations.goes(request_id, places.of(account));
  }

  left(requestId: string, body: string, said: string | undefined): void {
    const { bodies, expectations } = this.#around;
    const [time, steady] = [this.#time.now(), this.#now()];
    const apart = this.#apart();
    this.#leftAt.set(requestId, { time, steady, sleeps: this.#sleeps, apart });
    bodies.set(requestId, (bodies.get(requestId) ?? new Set()).add(body));
    expectations.left(requestId);
    // What was chosen before the ban was known may have been on its way to the disk.
    const chosenAt = this.#chosenAt.get(requestId) ?? 0;
    const isBanned = this.#now() < this.#bannedUntil && this.#bannedWith === this.#around.account();
    if (isBanned && chosenAt > this.#bannedAt) {
      expectations.broken.push(`${requestId} leaves during a ban`);
    }
    if (this.#agreed.isBrokenBy(said, chosenAt)) {
      expectations.broken.push(`${requestId} comes before its appointment`);
    }
  }

  arrived(requestId: string, arrival: Arrival | null, isOwn: boolean): void {
    const verdict = verdictOf(arrival);
    const left = this.#leftAt.get(requestId);
    const hasSlept = left !== undefined && (this.#dozes || left.sleeps !== this.#sleeps);
    if (arrival?.how === 'delivered' && !hasSlept)
      this.#learn(requestId, verdict, seconds(arrival.date));
    const { expectations } = this.#around;
    const judgement = this.#others.judge({
      save: expectations.get(requestId),
      keys: expectations.keysOf(requestId),
      verdict,
      chosenAt: this.#chosenAt.get(requestId) ?? 0,
      now: this.#now(),
      isCurrent: this.#isCurrent(requestId),
      isSignOwn: this.#judgeSign(requestId, verdict),
    });
    // If it has taken effect, it was signed with the right time, whatever has been shown since.
    const { time = Number.POSITIVE_INFINITY, steady = 0 } = left ?? {};
    const endedAt = hasSlept ? time : time + this.#now() - steady;
    expectations.answered(requestId, {
      verdict,
      mayBeSecond: !isOwn,
      at: Math.min(this.#time.now(), endedAt),
      steadyAt: hasSlept || this.#time.isProved ? null : this.#now(),
      apart: left?.apart ?? this.#apart(),
      shown: null,
      ...judgement,
    });
    const chosenAt = this.#chosenAt.get(requestId) ?? 0;
    const isOfNow = chosenAt >= this.#settingsSince;
    const told = { chosenAt, now: this.#now(), isOfNow };
    const isPutOff = this.#agreed.arrived(arrival, verdict, told);
    if (verdict.kind === 'quota' && !isPutOff) {
      const account = this.#around.account();
      const before = this.#bannedWith === account ? this.#bannedUntil : 0;
      this.#bannedAt = this.#now();
      this.#bannedApart = this.#apart();
      this.#bannedWith = account;
      this.#bannedUntil = Math.max(before, this.#now() + verdict.milliseconds);
    }
  }

  /** A wrong sign is a save's own fault when the same key has just signed other calls well. */
  #judgeSign(requestId: string, verdict: Verdict): boolean {
    const account = this.#sentWith.get(requestId);
    const isCurrent = account !== undefined && this.#isCurrent(requestId);
    const isTrusted = isCurrent && this.#signsWell.has(account) && !this.#doubtsSign;
    switch (verdict.kind) {
      case 'accepted':
      case 'rejected':
        if (isCurrent) this.#signsWell.add(account);
        this.#doubtsSign = false;
        return false;
      case 'configuration':
        if (verdict.code === 25 && isTrusted) this.#doubtsSign = true;
        return verdict.code === 25 && isTrusted;
      case 'no answer':
      case 'clock':
        return false;
      default:
        this.#doubtsSign = false;
        return false;
    }
  }

  woken(): void {
    this.#agreed.woken();
  }

  /** The computer goes to sleep, or has slept. */
  slept(isOver: boolean): void {
    this.#sleeps += 1;
    this.#dozes = !isOver;
    this.#time.forget();
    this.#shownBefore = null;
    this.#around.expectations.slept();
    if (!isOver) return;
    // The till may ask once by both clocks the ban would be over: the gateway tells it if it is not.
    const lasted = Math.max(0, this.#apart() - this.#bannedApart);
    this.#bannedApart = this.#apart();
    this.#bannedUntil -= lasted;
  }

  /** New settings: what was answered before says nothing of them. */
  settingsChanged(): void {
    this.#agreed.settingsChanged();
    this.#settingsSince = this.#now();
    this.#signsWell = new WeakSet();
    this.#others.forget();
  }

  /** It was signed with the settings of now, since the till has heard of them. */
  #isCurrent(requestId: string): boolean {
    const isSame = this.#sentWith.get(requestId) === this.#around.account();
    return isSame && (this.#chosenAt.get(requestId) ?? 0) >= this.#settingsSince;
  }

  #learn(requestId: string, verdict: Verdict, date: number): void {
    if (verdict.kind === 'no answer' || ('isVerdict' in verdict && !verdict.isVerdict)) return;
    const wasProved = this.#time.isProved;
    const left = this.#leftAt.get(requestId);
    if (verdict.kind === 'clock') {
      if (left === undefined) return;
      const said = this.#time.refused(date, left.time + this.#now() - left.steady);
      if (said === 'taken back') this.#around.expectations.takenBack(this.#shownNow());
      if (said !== 'shown') return;
    } else if (left !== undefined) {
      const isSure = ['accepted', 'rejected'].includes(verdict.kind);
      const since = this.#now() - left.steady;
      if (!this.#time.lookedAt(date, left.time, since, isSure)) return;
    }
    const sleptSince = this.#sleptUntold();
    if (wasProved) return;
    if (sleptSince !== null) this.#around.expectations.slept(sleptSince);
    const shown = this.#shownNow();
    this.#shown = shown;
    this.#around.expectations.timeIsKnown(shown);
  }

  #shownNow(): Shown {
    const [now, steady, apart] = [this.#time.now(), this.#now(), this.#apart()];
    return { now, steady, apart, isProved: this.#time.isProved };
  }

  /**
   * What is shown and the clock on the wall have both gone on by more than the steady one since something was shown
   * before: so long the PC has slept. Gives what those two were apart before, at the most; null where it has not.
   */
  #sleptUntold(): number | null {
    const before = this.#shownBefore;
    const now = { gateway: this.#time.now() - this.#now(), apart: this.#apart() };
    this.#shownBefore = now;
    if (before === null) return null;
    const [lasted, onWall] = [now.gateway - before.gateway, now.apart - before.apart];
    return lasted > AGREED && Math.abs(lasted - onWall) <= AGREED ? now.apart - onWall / 2 : null;
  }

  #apart(): number {
    return this.#around.clock.now() - this.#now();
  }

  #now(): number {
    return this.#around.clock.monotonic();
  }
}

function verdictOf(arrival: Arrival | null): Verdict {
  if (arrival === null) return { kind: 'no answer', arrived: true };
  if (arrival.how === 'refused') return { kind: 'no answer', arrived: false };
  return read(arrival.delivery);
}

/** A `Date` header has no parts of a second. */
function seconds(date: number): number {
  return Math.floor(date / 1_000) * 1_000;
}
