import { setImmediate as turn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import { Gateway } from '../../sandbox/gateway.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { Counter, idOf, memberOf } from './counter.ts';
import { Expectations } from './expectations.ts';
import { Files, type Move, throwAway } from './moves.ts';
import { type Middle, Network, type OpenMiddle } from './network.ts';
import { type Place, Places, platformAt } from './places.ts';
import { startTill, type Till } from './process.ts';
import { seeded } from './randomness.ts';
import type { Happening, Schedule } from './schedule.ts';
import type { Surroundings } from './surroundings.ts';
import { Hands } from './wire.ts';

const START = Date.UTC(2026, 10, 24, 4);
const HOUR = 60 * 60_000;

/** How long a mark is waited for (ms). */
const SOON = 5_000;

/** Part of a ms, so that it meets no wait of whole ones. */
const MOMENT = 0.37;

/** Longer than any promise to remember needs: an unknown outcome is stale after a day. */
const FORGETS_AFTER_SECONDS = 30 * 3_600;

/** After this time at the end everything has long been settled: the longest ban has ended (ms). */
const PATIENCE = 60 * HOUR;

/** The shop, its till and the gateway, in virtual time; runs one schedule. */
export class World {
  readonly hands = new Hands();
  readonly clock = new VirtualClock(START, async () => {
    do await turn();
    while (this.hands.count > 0);
  });
  readonly expectations = new Expectations();
  readonly #counter = new Counter({
    expectations: this.expectations,
    now: this.clock.now,
    settings: { belonging: () => this.#places.belonging, account: () => this.#account },
  });
  readonly disk = new MemoryStore();
  readonly bodies = new Map<string, Set<string>>();
  readonly #files = new Files(this.clock.now);
  readonly gateway: Gateway;
  /** Another platform, with books of its own. */
  readonly otherGateway: Gateway;
  readonly #places = new Places();
  readonly #network: Network;
  readonly #middle: Middle | null;
  readonly #around: Surroundings;
  #account: GatewayAccount;
  #sessions = 0;
  #off = 0;
  #wrong = 0;
  #fullUntil = 0;
  /** For how long the till has slept (ms). */
  #slept = 0;
  till: Till | null = null;

  /** `openMiddle`: what stands between till and gateways where the schedule has a relay. */
  constructor({ seed, flush, forgets, relay }: Schedule, openMiddle: OpenMiddle | null = null) {
    const random = seeded(seed);
    // The gateway's clock is true, whatever the till's own says.
    const time = () => START + this.#sinceStart();
    this.gateway = new Gateway(this.#places.here, time);
    this.otherGateway = new Gateway(this.#places.there, time);
    const lasting = {
      ...(forgets ? { forgetIdsAfterSeconds: FORGETS_AFTER_SECONDS } : {}),
      ...(relay?.signsRepeat === true ? { temperament: { repeatedSign: 'allow' as const } } : {}),
    };
    const gateways = { here: this.gateway, there: this.otherGateway };
    const { here, there } = this.#places;
    this.#middle =
      relay === undefined || openMiddle === null
        ? null
        : openMiddle({
            clock: this.clock,
            time,
            settings: relay,
            chainAt: (url) => platformAt(url, here, there),
            chains: [here, there],
          });
    this.#network = new Network(this.clock, gateways, random, lasting, this.#middle);
    this.#account = this.#places.account();
    this.#around = {
      clock: this.clock,
      sinceStart: () => this.#sinceStart(),
      network: this.#network,
      disk: this.disk,
      hands: this.hands,
      expectations: this.expectations,
      bodies: this.bodies,
      random,
      flush,
      account: () => this.#account,
      places: this.#places,
    };
  }

  async run({ steps }: Schedule): Promise<void> {
    for (const { happening, wait } of steps) {
      const till = await this.#living();
      await this.#happen(happening, till);
      await this.#pass(wait);
      if (this.expectations.broken.length > 0) return;
    }
    await this.#lift();
  }

  /** Everything that hindered is over; nobody does anything more. Time passes until all is settled. */
  async #lift(): Promise<void> {
    this.#network.lift();
    this.#fullUntil = 0;
    this.till?.life.dieAfter(Number.POSITIVE_INFINITY);
    const till = await this.#living();
    // To give the till new settings would end waits that must end by themselves.
    if (!this.#isSettledHere()) await this.#settle('here', till);
    const end = this.clock.monotonic() + PATIENCE + this.#network.choked * 25 * HOUR;
    for (let rest = 10 * 60_000; this.clock.monotonic() < end; rest = HOUR) {
      await this.#pass(rest);
      if (till.outbox.saves.queue.size === 0 || this.expectations.broken.length > 0) break;
      // Somebody comes by now and then: only others can show that a save alone is odd.
      if (this.#network.hasOdd && this.clock.monotonic() < end - HOUR) this.#counter.crowd(till, 1);
    }
    // What a full disk kept from being closed is closed with the next start.
    this.till?.life.die();
    await this.#living();
  }

  /** The till, started anew if its process is gone. */
  async #living(): Promise<Till> {
    if (this.till !== null && !this.till.life.isDead) return this.till;
    if (this.till !== null) await this.#pass(this.#off);
    this.clock.jump(this.#wrong);
    this.#wrong = 0;
    this.till = await this.#until(startTill(this.#around));
    return this.till;
  }

  /** What is written takes time. */
  async #until<Result>(work: Promise<Result>): Promise<Result> {
    const done: Result[] = [];
    void work.then((result) => done.push(result));
    while (!(0 in done)) await this.#pass(Math.max(1, this.#around.flush));
    return done[0] as Result;
  }

  async #pass(milliseconds: number): Promise<void> {
    const full = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' } as const;
    const fullFor = Math.min(this.#fullUntil - this.clock.monotonic(), milliseconds);
    if (fullFor > 0) {
      this.disk.refusal = full;
      await this.clock.pass(fullFor);
    }
    this.disk.refusal = null;
    await this.clock.pass(milliseconds - Math.max(0, fullFor));
    await turn();
  }

  async #happen(happening: Happening, till: Till): Promise<void> {
    switch (happening.type) {
      case 'save':
        return this.#counter.save(till, memberOf(happening.mobile, happening.outer), null);
      case 'save elsewhere': {
        const intention = this.#counter.intend(memberOf(happening.mobile, happening.outer), null);
        return this.#files.other.save(intention);
      }
      case 'crowd':
        return this.#counter.crowd(till, happening.people);
      case 'relay':
        return this.#middle?.meet(happening.trouble);
      case 'odd':
        return this.#network.setOdd(idOf(happening.save + 1), happening.code);
      case 'choked':
        return this.#network.setChoked(idOf(happening.save + 1), happening.weather);
      case 'everybody':
        return this.#network.answerAll(happening.action, happening.lasts);
      case 'wrong date':
        return this.#network.planDate(happening.by, happening.times);
      case 'tidy':
        // A process that is killed meanwhile never ends it.
        void till.outbox.housekeep(till.replayer.confirmedTime());
        return;
      case 'answer': {
        const { save, times, action } = happening;
        const requestId = save === null ? null : idOf(save + 1);
        return this.#network.plan({ requestId, times, action });
      }
      case 'outage':
        return this.#network.outage(happening.weather, happening.lasts);
      case 'wake':
        return till.wake(happening.reason);
      case 'sleep':
        return this.#sleep(happening);
      case 'kill':
        this.#off = happening.off;
        this.#wrong = happening.wrong ?? 0;
        return till.life.dieAfter(happening.after);
      case 'stop':
        this.#off = happening.off;
        return this.#stop(till);
      case 'jump':
        return this.clock.jump(happening.by);
      case 'settings':
        return this.#change(happening.change, till);
      case 'place':
        return this.#settle(happening.place, till);
      case 'decide':
        return this.#counter.decideForAll(happening.decision, till);
      case 'manage':
        return this.#counter.manage(happening.save, happening.decision, till);
      case 'full disk':
        this.#fullUntil = this.clock.monotonic() + happening.lasts;
        return;
      case 'export':
      case 'import':
      case 'bring':
        return this.#move(happening, till);
      case 'press again':
        return this.#counter.pressAgain(till, happening.save, happening.isOther);
    }
  }

  #sinceStart(): number {
    return this.clock.monotonic() + this.#slept;
  }

  /** The steady clock stands still, and the one on the wall does not. */
  async #sleep({
    lasts,
    before = 0,
    after = 0,
    told = true,
    marking = false,
  }: Extract<Happening, { type: 'sleep' }>): Promise<void> {
    if (marking) await this.#waitForMark();
    if (told) this.till?.wake('suspend');
    await this.#pass(before);
    this.#slept += lasts;
    this.clock.jump(lasts);
    await this.#pass(after);
    if (told) this.till?.wake('resume');
  }

  /** Until the mark of a call is on its way to the disk, or none is in sight. */
  async #waitForMark(): Promise<void> {
    const step = Math.ceil(this.#around.flush / 2);
    for (let waited = 0; step > 0 && waited < SOON; waited += step) {
      if (this.till?.isMarking() === true) return;
      await this.#pass(step);
    }
  }

  async #stop(till: Till): Promise<void> {
    const stopped = till.replayer.stop(2_000);
    await this.#pass(2_000);
    if (!till.life.isDead) await stopped;
    till.life.die();
  }

  /** As the command line does it: in a process of its own that sends nothing. */
  async #move(move: Move, running: Till): Promise<void> {
    if (move.type === 'import' && this.#files.count === 0) return;
    this.#off = 0;
    await this.#stop(running);
    if (move.type === 'import') await this.#pass(move.after);
    const till = await this.#until(startTill(this.#around, false));
    await this.#until(this.#files.carryOut(move, till, this));
    till.life.die();
    if (move.type === 'export' && move.leaves) throwAway(this);
  }

  async #change(
    change: Extract<Happening, { type: 'settings' }>['change'],
    till: Till,
  ): Promise<void> {
    // A real clock tells what was sent before from what was sent after: never in the very same moment.
    await this.#pass(MOMENT);
    if (change === 'stale session') {
      this.#sessions += 1;
      this.#places.here.session = `s${this.#sessions}`;
      return;
    }
    this.#account = this.#places.account(change === 'wrong secret' ? { appSecret: 'wrong' } : {});
    till.wake('settings');
    await this.#pass(MOMENT);
  }

  async #settle(place: Place, till: Till): Promise<void> {
    await this.#pass(MOMENT);
    this.#moveTo(place);
    till.wake('settings');
    await this.#pass(MOMENT);
  }

  #isSettledHere(): boolean {
    const isHere = this.#places.place === 'here';
    return isHere && isDeepStrictEqual(this.#account, this.#places.account());
  }

  #moveTo(place: Place): void {
    this.#places.place = place;
    this.#account = this.#places.account();
    this.expectations.belongings.settings = this.#places.belonging;
  }
}
