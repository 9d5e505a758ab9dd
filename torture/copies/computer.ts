import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComputerAnswer } from '../../app/computer/computerQuestion.ts';
import { noticeVersion } from '../../app/consent/notice.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { type Call, LostCall } from '../../main/gateway/line.ts';
import type { Traits } from '../../main/hardware/traits.ts';
import { createHandlers } from '../../main/ipc/handlers.ts';
import { ManagerSession } from '../../main/manager/managerSession.ts';
import { openTill } from '../../main/till.ts';
import { plainWrapper } from '../../main/vault/keyWrappers.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { outsideOf } from '../../testing/tills/outsideOf.ts';
import type { Gateway } from './gateway.ts';

const PIN = '246813';
const OPERATOR = '2392313';
const PROVISION: Provision = {
  gateway: { url: 'https://gw.example.com/rest', appKey: '1', appSecret: 'not-real' },
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: OPERATOR, name: 'One' }],
  managerPin: PIN,
};

/** What the gateway does with a call at this time (ms since 1970). */
type Take = (call: Call, at: number) => ReturnType<Gateway['take']>;

/** A till that runs. */
type Running = Awaited<ReturnType<typeof startTill>>;

/** One of the computers: its disk, or none, and the till that runs on it, or none. */
export class Computer {
  /** Beside the data folder stands the key store's place: a copy takes both. */
  #disk: string | null = null;
  #running: Running | null = null;
  #name: number;
  readonly #gateway: Gateway;

  constructor(name: number, gateway: Gateway) {
    this.#name = name;
    this.#gateway = gateway;
  }

  get hasDisk(): boolean {
    return this.#disk !== null;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  get clock(): VirtualClock | null {
    return this.#running?.clock ?? null;
  }

  /** The manager is asked whose the data are. */
  get isAsking(): boolean {
    return this.#running?.till.computer.isAsking === true;
  }

  /** It is not known yet what the till runs on. */
  get isLooking(): boolean {
    return this.#running?.till.computer.standing === 'looking';
  }

  /** So many wait for the gateway. */
  get waiting(): number {
    return this.#running?.till.outbox.saves.queue.size ?? 0;
  }

  /** What has become of a save here; null: it is not here. */
  stateOf(requestId: string): string | null {
    const save = this.#running?.till.outbox.saves.find(requestId);
    return save === undefined ? null : (save.closedReason ?? save.heldReason ?? save.state);
  }

  /** A disk with nothing on it. */
  furnish(): void {
    this.#disk = freshDisk();
  }

  /** Gets a copy of the disk of another one as it is at this moment. */
  copyFrom(other: Computer): void {
    if (other.#disk === null) throw new Error('no disk to copy');
    this.#disk = copied(other.#disk);
  }

  /** The disk is thrown away. */
  async scrap(): Promise<void> {
    await this.stop();
    if (this.#disk !== null) rmSync(this.#disk, { recursive: true, force: true });
    this.#disk = null;
  }

  /** The disk is gone and so is the rest: what stands here from now on is another computer. */
  async burn(): Promise<void> {
    await this.scrap();
    this.#name += 3;
  }

  /** `isEarly`: what the computer is known by is not told before the program ends. */
  async start(now: number, isEarly: boolean): Promise<void> {
    if (this.#disk === null || this.#running !== null) return;
    const name = this.#name;
    const traits = { board: [`board-${name}`], disk: [`disk-${name}`], network: [`lan-${name}`] };
    const read = () => (isEarly ? new Promise<Traits>(() => undefined) : Promise.resolve(traits));
    const take: Take = (call, at) => this.#gateway.take(call, at, this);
    const started = await startTill(join(this.#disk, 'data'), now, read, take);
    this.#running = started;
    if (!isEarly) await started.till.computer.look();
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
  }

  /** The power goes: the disk stays as it is at this moment, and nothing leaves any more. */
  async kill(): Promise<void> {
    if (this.#running === null || this.#disk === null) return;
    const [before, left] = [this.#disk, copied(this.#disk)];
    this.#running.cutOff();
    await this.#running.stop();
    rmSync(before, { recursive: true, force: true });
    this.#running = null;
    this.#disk = left;
  }

  /** Somebody is registered, and told so. */
  async register(requestId: string, mobile: string): Promise<void> {
    const reply = await this.#running?.calls.registerMember({
      requestId,
      operatorId: OPERATOR,
      member: { mobile },
      correctionOf: null,
      consent: {
        at: 1,
        brandId: PROVISION.brandId,
        noticeVersion: noticeVersion(null),
        operatorId: OPERATOR,
        marketing: false,
      },
    });
    if (reply?.ok === false) throw new Error(reply.error.code);
  }

  async answer(answer: ComputerAnswer): Promise<void> {
    const reply = await this.#running?.calls.answerComputer({ pin: PIN, answer });
    if (reply?.ok === false) throw new Error(reply.error.code);
  }
}

async function startTill(folder: string, now: number, traits: () => Promise<Traits>, take: Take) {
  const quiet = () => undefined;
  const clock = new VirtualClock(now);
  let isCutOff = false;
  const till = await openTill({
    ...{ folder, clock, traits, keyWrapper: plainWrapper },
    post: async (call) => {
      if (isCutOff) throw new LostCall('err_connection_refused', false);
      return take(call, clock.now());
    },
    log: { info: quiet, warn: quiet, error: quiet },
    offer: { provision: PROVISION, isTrusted: true },
    isSending: true,
    onChanged: quiet,
  });
  const calls = createHandlers({
    till,
    appVersion: '0',
    lock: { isLocked: false, tell: quiet },
    session: new ManagerSession({ clock, isLocked: () => false }),
    onLocaleChanged: quiet,
    onKeptTold: quiet,
    chooseFile: async () => null,
    form: { waiting: null, answer: quiet },
    outside: outsideOf(folder),
  });
  const cutOff = () => {
    isCutOff = true;
  };
  return { till, calls, clock, cutOff, stop: () => till.stop(0) };
}

function freshDisk(): string {
  const disk = mkdtempSync(join(tmpdir(), 'tillside-copies-'));
  mkdirSync(join(disk, 'data'));
  return disk;
}

function copied(disk: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'tillside-copies-'));
  cpSync(disk, copy, { recursive: true });
  return copy;
}
