import { beforeEach, describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import type { CallSaid } from '../../app/replay/callSaid.ts';
import type { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { accepted, errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';
import { QuotaSchedule } from './schedule.ts';

const minute = 60_000;

interface Passed {
  at: number;
  id: number;
}

/** The program's own till in front of a schedule, in virtual time: what it sends and when that leaves. */
class TillThroughRelay {
  readonly passed: Passed[] = [];
  readonly said: (CallSaid | null)[] = [];
  putOff = 0;
  till!: ReplayTill;
  readonly schedule: QuotaSchedule;
  #offset = 0;

  constructor(grant: number) {
    this.schedule = new QuotaSchedule(grant);
    this.schedule.decide({ appKey: 'first', urgency: 'report', waiting: 0 }, 0);
    // The count is complete from here on.
    this.#offset = 2 * minute;
  }

  get now(): number {
    return this.#offset + this.till.clock.monotonic();
  }

  async start(store?: MemoryStore): Promise<ReplayTill> {
    if (this.till !== undefined) this.#offset = this.now;
    this.till = new ReplayTill(store);
    this.till.answer = (id, _attempt, said) => this.#answer(Number(id), said ?? null);
    return this.till.start();
  }

  async #answer(id: number, said: CallSaid | null): Promise<GatewayResponse> {
    this.said.push(said);
    const { urgency = 'foreign' as const, waiting = null } = said ?? {};
    const decision = this.schedule.decide({ appKey: 'ours', urgency, waiting }, this.now);
    if (decision.kind === 'go') {
      this.passed.push({ at: this.now + decision.hold, id });
      await this.#after(decision.hold + 100);
      return { ...accepted('7'), next: Math.max(0, decision.next - decision.hold - 100) };
    }
    if (decision.kind === 'banned') {
      return errorAnswer(
        7,
        'x',
        `This ban will last for ${Math.ceil(decision.left / 1_000)} more seconds`,
      );
    }
    this.putOff += 1;
    return { ...errorAnswer(7, 'x', 'This ban will last for 9 more seconds'), next: decision.next };
  }

  #after(wait: number): Promise<void> {
    return new Promise((resolve) => this.till.clock.after(wait, resolve));
  }
}

let world: TillThroughRelay;
let till: ReplayTill;
beforeEach(async () => {
  world = new TillThroughRelay(10);
  till = await world.start();
});

async function backlogOf(count: number): Promise<void> {
  const { answer } = till;
  till.answer = () => ({ kind: 'failure', reason: 'refused', mayHaveArrived: false });
  for (let number = 1; number <= count; number += 1) await till.register(number);
  await till.clock.pass(5 * minute);
  till.answer = answer;
  till.replayer.wake('network');
}

describe('a till of ours behind a relay', () => {
  test('drains at what the schedule gives, is hardly ever put off, and was never banned', async () => {
    await backlogOf(100);
    await till.clock.pass(11 * minute);
    expect(till.outbox.saves.counts).toMatchObject({ accepted: 100, pending: 0 });
    expect(world.putOff).toBeLessThanOrEqual(5);
    expect(till.pauses).not.toContain('quota');
    for (const { at } of world.passed) {
      const minuteOf = world.passed.filter((one) => one.at > at - minute && one.at <= at);
      expect(minuteOf.length).toBeLessThanOrEqual(10);
    }
  });

  test('says of a call who waits for it and how many wait beside it, once the gateway is known to be a relay', async () => {
    await backlogOf(3);
    await till.clock.pass(minute);
    expect(world.said[0]).toBeNull();
    expect(world.said.at(-1)).toEqual({ urgency: 'backlog', waiting: 0 });
    await till.register(4);
    await till.clock.pass(1_000);
    expect(world.said.at(-1)).toEqual({ urgency: 'counter', waiting: 0 });
  });

  test('lets no customer at the counter wait for the appointment of its backlog', async () => {
    await backlogOf(60);
    await till.clock.pass(2 * minute + 3_000);
    const before = world.now;
    await till.register(61);
    await till.clock.pass(10_000);
    const own = world.passed.find(({ id }) => id === 61);
    // Ten a minute are all used: the next place that is free is its own.
    expect((own?.at ?? Number.POSITIVE_INFINITY) - before).toBeLessThanOrEqual(7_000);
    expect(till.state(61)).toMatchObject({ state: 'accepted', attempts: 1 });
  });

  test('counts no attempt for having been put off, and keeps its appointment over a restart', async () => {
    await backlogOf(60);
    const before = new Map(till.store.onDisk);
    await till.clock.pass(2 * minute);
    const pending = till.outbox.saves.queue.size;
    await till.replayer.stop(0);
    await world.start(till.store);
    await world.till.clock.pass(minute);
    expect(world.till.outbox.saves.queue.size).toBeLessThanOrEqual(pending - 8);
    await world.till.clock.pass(6 * minute);
    for (const { requestId, state, attempts } of world.till.store.onDisk.values()) {
      expect(state).toBe('accepted');
      expect(attempts - (before.get(requestId)?.attempts ?? 0)).toBe(1);
    }
    expect(world.putOff).toBeGreaterThan(0);
  });
});
