import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import type { LedgerSnapshot } from '../../sandbox/business/ledger.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/createSandbox.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { ACCOUNT, StoryTill } from './storyTill.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * One gateway and the tills that talk to it. Files and sockets are real; time is virtual and stands still
 * while something is being written or sent, so that a month of outage takes seconds.
 */
export class StoryShop {
  readonly clock: VirtualClock;
  readonly gateway: Sandbox;
  readonly #tills: StoryTill[] = [];
  /** The cable is out: every connection is refused, so that nothing can have arrived. */
  isCableOut = false;
  /** Called before every request that leaves, with its number, counted from 1. */
  onRequest: (number: number) => void = () => {};
  /** Requests that have left and are not answered. */
  unanswered = 0;
  #requests = 0;

  readonly #nobody: string;

  private constructor(clock: VirtualClock, gateway: Sandbox, nobody: string) {
    this.clock = clock;
    this.gateway = gateway;
    this.#nobody = nobody;
  }

  /** A shop that is closed when the test ends. The gateway's clock is right, whatever the tills' clocks say. */
  static async open(options: Partial<SandboxOptions> = {}): Promise<StoryShop> {
    const rest = () => shop.#rest();
    const clock = new VirtualClock(undefined, rest);
    const opening = clock.now();
    const now = () => opening + clock.monotonic();
    const gateway = await createSandbox({ ...ACCOUNT, now, ...options });
    const shop: StoryShop = new StoryShop(clock, gateway, await addressOfNobody());
    onTestFinished(async () => {
      for (const till of shop.#tills) await till.stop();
      await gateway.close();
    });
    return shop;
  }

  /** A till with a data folder of its own, running. */
  async till(provision: Partial<Provision> = {}): Promise<StoryTill> {
    const { clock, gateway } = this;
    const till = new StoryTill({ clock, url: gateway.url, fetch: this.#fetch, provision });
    this.#tills.push(till);
    await till.start();
    return till;
  }

  /** Lets time pass until no till has anything pending or under way, half an hour at the most. */
  async drain(limit = 30 * MINUTE): Promise<void> {
    const isBusy = () => this.#tills.some((till) => till.isRunning && till.outbox.queue.size > 0);
    await this.passUntil(() => !isBusy(), limit);
  }

  /** Lets time pass until something is so, `limit` ms at the most; what is not so then, a test will say. */
  async passUntil(isSo: () => boolean, limit = 30 * MINUTE): Promise<void> {
    const end = this.clock.monotonic() + limit;
    await this.clock.pass(0);
    while (!isSo() && this.clock.monotonic() < end) await this.clock.pass(SECOND);
    // A slow disk may still be writing it.
    for (let looks = 0; !isSo() && looks < 100; looks += 1) await sleep(20);
  }

  ledger(): LedgerSnapshot {
    return this.gateway.ledger();
  }

  /** What really happened for one mobile number, in this order: the names that were saved. */
  namesOf(mobile: string): (string | undefined)[] {
    const effects = this.ledger().effects.filter(({ fields }) => fields.mobile === mobile);
    return effects.map(({ fields }) => fields.name);
  }

  readonly #fetch: typeof globalThis.fetch = (input, init) => {
    this.#requests += 1;
    this.onRequest(this.#requests);
    this.unanswered += 1;
    return globalThis.fetch(this.isCableOut ? this.#nobody : input, init).finally(() => {
      this.unanswered -= 1;
    });
  };

  /** Real work is done when no save is on its way, and what follows from it has had its turn. */
  async #rest(): Promise<void> {
    await turn();
    while (this.#tills.some((till) => till.isRunning && till.outbox.counts.sending > 0)) {
      await Promise.race([...this.#tills.map((till) => till.nextChange()), sleep(20)]);
    }
    await turn();
  }
}

/** An address at which every connection is refused: its listener has just gone. */
async function addressOfNobody(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/router/rest`;
}
