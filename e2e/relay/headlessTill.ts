import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformApp } from '../../app/gateway/platformApp.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { Lines } from '../../main/gateway/lines.ts';
import { openTill, type Till } from '../../main/till.ts';
import { plainWrapper } from '../../main/vault/keyWrappers.ts';
import { openNodeLine } from '../../testing/doubles/nodeLine.ts';
import { OPERATOR } from './chain.ts';

/** What is saved for one customer. */
export interface Saved {
  requestId: string;
  /** The bytes that may leave for it, at every attempt. */
  body: string;
}

/** A till as the app wires it, on a real disk, without a window; Node's own network in the place of Chromium's. */
export class HeadlessTill {
  readonly till: Till;
  readonly saved: Saved[] = [];
  readonly #provision: Provision;
  readonly #folder: string;

  private constructor(till: Till, provision: Provision, folder: string) {
    this.till = till;
    this.#provision = provision;
    this.#folder = folder;
  }

  static async open(provision: Provision): Promise<HeadlessTill> {
    const folder = await mkdtemp(join(tmpdir(), 'tillside-headless-'));
    const quiet = () => undefined;
    const lines = new Lines(
      () => openNodeLine(),
      () => performance.now(),
    );
    const till = await openTill({
      folder,
      keyWrapper: plainWrapper,
      post: lines.post,
      log: { info: quiet, warn: quiet, error: quiet },
      offer: { provision, isTrusted: false },
      isSending: false,
      onChanged: quiet,
    });
    return new HeadlessTill(till, provision, folder);
  }

  /** Saves so many people, each another one; nothing leaves before `send`. `place`: of another brand or shop. */
  async save(count: number, place: { brandId?: string; shopId?: string } = {}): Promise<void> {
    const { brandId, shopId, gateway } = this.#provision;
    const origin = { brandId, shopId, operatorId: OPERATOR.id, ...place };
    const app = platformApp(gateway);
    const first = this.saved.length + 1;
    const saves = Array.from({ length: count }, (_, index) => {
      const number = first + index;
      const requestId =
        `${gateway.appKey.slice(-8).padStart(8, '0')}${String(number).padStart(24, '0')}`.replace(
          /[^0-9a-f]/g,
          'a',
        );
      const remark = `第 ${number} 位 100% & “好” 😀`;
      const member = { mobile: `1${3_000_000_000 + number}`, name: '刘德华', remark };
      this.saved.push({ requestId, body: freezeBody(requestId, origin, member) });
      return { requestId, origin, member, app, correctionOf: null, consent: null };
    });
    // Many in a flush.
    const all = await Promise.all(saves.map((save) => this.till.outbox.intake.enqueue(save)));
    for (const result of all) if (!result.ok) throw new Error(result.failure);
  }

  send(): void {
    this.till.replayer.start();
  }

  /** What somebody does who presses "send again" on everything that is held. */
  /** What has become of each save, and why nothing leaves now, for the message of a test that failed. */
  get standing(): string {
    const { outbox, replayer } = this.till;
    const saves = [...outbox.saves.values()].map(({ state, heldReason, attempts, lastOutcome }) =>
      [state, heldReason, attempts, lastOutcome?.code, lastOutcome?.subCode].join(' '),
    );
    return `${saves.join(', ')}; ${JSON.stringify(replayer.pause())}`;
  }

  async sendHeldAgain(): Promise<void> {
    const { saves, decisions } = this.till.outbox;
    const held = [...saves.values()].filter(({ state }) => state === 'held');
    for (const { requestId } of held) await decisions.sendAgain(requestId);
    await this.till.replayer.wake('send-now');
  }

  get gateway(): Provision['gateway'] {
    return this.#provision.gateway;
  }

  get appKey(): string {
    return this.gateway.appKey;
  }

  get accepted(): number {
    return this.till.outbox.saves.counts.accepted;
  }

  get held(): number {
    return this.till.outbox.saves.counts.held;
  }

  async close(): Promise<void> {
    await this.till.stop(1_000);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
