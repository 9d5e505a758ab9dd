import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { type Clock, systemClock } from '../../main/clock/clock.ts';
import { Lines } from '../../main/gateway/lines.ts';
import type { Log } from '../../main/log.ts';
import type { Outbox } from '../../main/outbox/openOutbox.ts';
import { Shutdown } from '../../main/shutdown.ts';
import { openTill, type Till } from '../../main/till.ts';
import { plainWrapper } from '../../main/vault/keyWrappers.ts';
import { openNodeLine } from '../../testing/doubles/nodeLine.ts';
import { freshFolder } from '../driver/runFolder.ts';

export const ACCOUNT = { appKey: '12345678', appSecret: 'story-secret-not-real' };
const OPERATOR = { id: '2392313', name: '小林' };
const STOP_DEADLINE = 500;

interface StoryTillOptions {
  clock: Clock;
  url: string;
  fetch: typeof globalThis.fetch;
  /** What is beside the gateway and the ids. */
  provision?: Partial<Provision>;
}

/** The till as the main process wires it, with its own data folder, without a window. */
export class StoryTill {
  readonly folder = join(freshFolder('story'), 'data');
  readonly provision: Provision;
  /** Errors that were logged: bugs, all of them. */
  readonly errors: unknown[] = [];
  readonly #options: StoryTillOptions;
  #till: Till | null = null;
  #made = 0;
  #changed = Promise.withResolvers<void>();

  constructor(options: StoryTillOptions) {
    this.#options = options;
    this.provision = {
      gateway: { url: options.url, ...ACCOUNT },
      brandId: '244323',
      shopId: '239923231',
      operators: [OPERATOR],
      ...options.provision,
    };
    mkdirSync(this.folder);
  }

  get isRunning(): boolean {
    return this.#till !== null;
  }

  get running(): Till {
    if (this.#till === null) throw new Error('this till is not running');
    return this.#till;
  }

  get outbox(): Outbox {
    return this.running.outbox;
  }

  async start(): Promise<void> {
    const log: Log = {
      info: () => {},
      warn: () => {},
      error: (message, detail) => this.errors.push({ message, ...detail }),
    };
    const { clock, fetch } = this.#options;
    const { post } = new Lines(() => openNodeLine(fetch), clock.monotonic);
    this.#till = await openTill({
      clock,
      post,
      folder: this.folder,
      keyWrapper: plainWrapper,
      log,
      offer: { provision: this.provision, isTrusted: false },
      isSending: true,
      // Time is virtual and the disk is not: a till that is given up while it closes would write on beside the next one.
      shutdown: new Shutdown({ clock: systemClock, log }),
      onChanged: () => {
        this.#changed.resolve();
        this.#changed = Promise.withResolvers<void>();
      },
    });
  }

  /** Resolves with the next change that is on disk. */
  nextChange(): Promise<void> {
    return this.#changed.promise;
  }

  async stop(): Promise<void> {
    const till = this.#till;
    this.#till = null;
    await till?.stop(STOP_DEADLINE);
  }

  /** Gives the till other settings while it runs. */
  async provisionWith(gateway: Partial<Provision['gateway']>): Promise<void> {
    const changed = { ...this.provision, gateway: { ...this.provision.gateway, ...gateway } };
    await this.running.settings.provisionWith(changed);
  }

  /** One press of "save" at the counter; gives the id once the save is on disk. */
  async register(member: Member, correctionOf: string | null = null): Promise<string> {
    const { brandId, shopId } = this.provision;
    const { outbox, replayer } = this.running;
    this.#made += 1;
    const requestId = `${randomHex()}${String(this.#made).padStart(8, '0')}`;
    const origin = { brandId, shopId, operatorId: OPERATOR.id };
    const app = platformApp(this.running.settings.provision?.gateway ?? this.provision.gateway);
    const result = await outbox.intake.enqueue({
      requestId,
      origin,
      member,
      app,
      correctionOf,
      consent: {
        at: Date.UTC(2026, 9, 1),
        noticeVersion: '1',
        operatorId: OPERATOR.id,
        marketing: false,
      },
    });
    if (!result.ok) throw new Error(`not saved: ${result.failure}`);
    replayer.prioritize(result.save);
    return requestId;
  }

  /** Saves of so many different people; gives their ids. */
  async registerPeople(count: number, first = 0): Promise<string[]> {
    const people = Array.from({ length: count }, (_, index) => mobileOf(first + index));
    return Promise.all(people.map((mobile) => this.register({ mobile })));
  }

  save(requestId: string): Save {
    const save = this.outbox.saves.find(requestId);
    if (save === undefined) throw new Error(`${requestId} is not there`);
    return save;
  }
}

/** A made-up mobile number for every number up to 99,999,999. */
export function mobileOf(number: number): string {
  return `138${String(number).padStart(8, '0')}`;
}

function randomHex(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 24);
}
