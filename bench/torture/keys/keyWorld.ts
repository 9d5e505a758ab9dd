import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../../main/testing/virtualClock.ts';
import { openTill, type Till } from '../../../main/till.ts';
import { setAsideTogether } from '../../../main/vault/asideFolders.ts';
import { KeyClosedError } from '../../../main/vault/dataKey.ts';
import { requestId } from '../../enqueue/contender.ts';
import { intention } from '../../enqueue/ours.ts';
import { copyTill, withCuts } from './cuts.ts';
import { damaged, type KeyDamage } from './keyDamage.ts';
import { Owed } from './owed.ts';
import { type KnownFolder, Recoveries } from './recoveries.ts';
import { SystemKeyStore } from './systemKeyStore.ts';
import { QUIET, sendAll } from './tillParts.ts';

const HOUR = 60 * 60_000;

/** What nobody has agreed to is not sent once it was set aside. */
const agreed = { noticeVersion: '1', operatorId: '2392313', marketing: false };

/**
 * One till over starts, crashes, the days of its key store and the end of its PC, and what it owes: every save that it
 * has acknowledged. It sends to nobody; what would leave is counted.
 */
export class KeyWorld {
  readonly keyStore = new SystemKeyStore();
  readonly #owed = new Owed();
  readonly #clock = new VirtualClock();
  readonly #recoveries: Recoveries;
  readonly #place: string;
  #folder: string;
  #till: Till | null = null;
  /** A damaged key has been set aside: nobody brings it back. */
  #isRuined = false;
  /** The key's file before somebody damaged it. */
  #whole: Buffer | null = null;
  #copies = 0;
  /** What somebody has copied, and keeps. */
  #copy: KnownFolder | null = null;

  private constructor(place: string) {
    this.#place = place;
    this.#folder = join(place, 'data-0');
    this.#recoveries = new Recoveries(place, this.#clock, this.#owed);
  }

  static async begin(): Promise<KeyWorld> {
    const world = new KeyWorld(await mkdtemp(join(tmpdir(), 'tillside-keys-')));
    await mkdir(world.#folder);
    await world.start();
    return world;
  }

  async end(): Promise<void> {
    await this.#till?.stop(0);
    await this.#recoveries.end();
    await rm(this.#place, { recursive: true, force: true });
  }

  /** A start, and everything that must be true after it. */
  async start(): Promise<void> {
    await this.#stop();
    const names = await readdir(this.#folder);
    const isHealthy = await this.#shouldOpen();
    try {
      this.#till = await openTill({
        ...QUIET,
        folder: this.#folder,
        keyWrapper: this.keyStore.wrapper,
        clock: this.#clock,
      });
    } catch (error) {
      if (!(error instanceof KeyClosedError)) throw error;
      if (isHealthy) throw new Error(`closed without a reason: ${error.message}`);
      const after = await readdir(this.#folder);
      const isGoingOn = names.some((name) => name.endsWith('.moving'));
      const isTouched = !isGoingOn && names.some((name) => !after.includes(name));
      if (isTouched) throw new Error('a closed till has moved files');
      return;
    }
    if (!isHealthy) throw new Error('opened, and nobody could have opened its key');
    this.#check();
  }

  /** What the key store and the file of the key let one expect. */
  async #shouldOpen(): Promise<boolean> {
    if (this.keyStore.mood !== 'works' || this.#whole !== null) return false;
    // Whatever lies there goes aside first.
    if ((await readdir(this.#folder)).some((name) => name.endsWith('.moving'))) return true;
    const text = await readFile(join(this.#folder, 'key.json'), 'utf8').catch(() => null);
    if (text === null) return true;
    const { keys } = JSON.parse(text) as { keys: { wrapped: string }[] };
    return keys.every(({ wrapped }) => this.keyStore.couldOpen(Buffer.from(wrapped, 'base64')));
  }

  /** Every acknowledged save is there, once, with its bytes, or told as waiting for its key. */
  #check(): void {
    const till = this.#till;
    if (till === null) return;
    const told = till.notices
      .filter(({ code }) => code === 'store.key-unreadable')
      .map(({ detail }) => Number.parseInt(detail, 10))
      .reduce((sum, count) => sum + (Number.isNaN(count) ? 1e6 : count), 0);
    for (const [number, { isSent, isForgotten, isBurnt }] of this.#owed.all) {
      if (isBurnt) continue;
      const found = till.outbox.find(requestId(number));
      if (found === undefined) continue;
      if (isForgotten) throw new Error(`${number} has come back after it was forgotten`);
      if ((found.state === 'accepted') !== isSent)
        throw new Error(`${number} is ${found.state}, and was ${isSent ? '' : 'not '}sent`);
      if (!isSent && !(till.outbox.openBody(found) ?? '').includes(requestId(number)))
        throw new Error(`${number} does not open`);
    }
    // Whatever goes aside or comes back, nobody has touched the trail.
    if (till.notices.some(({ code }) => code === 'audit.broken'))
      throw new Error('the trail is taken for broken');
    const missing = this.#missing();
    if (missing.length > told) throw new Error(`${missing} are missing, and ${told} are told`);
  }

  /** What this till owes, and has not got. */
  #missing(): number[] {
    return this.#owed.all.flatMap(([number, { isSent, isBurnt }]) =>
      isSent || isBurnt || this.#till?.outbox.find(requestId(number)) !== undefined ? [] : [number],
    );
  }

  async save(): Promise<void> {
    const number = this.#owed.next;
    const save = { ...intention(number), consent: { ...agreed, at: this.#clock.now() } };
    const result = await this.#till?.outbox.enqueue(save);
    if (result?.ok) this.#owed.acknowledge(number);
  }

  /** What waits leaves, here and at the other till. */
  async send(): Promise<void> {
    if (this.#till !== null) await sendAll(this.#till, this.#owed, true);
    await this.#recoveries.send();
  }

  wait(hours: number): void {
    this.#clock.jump(hours * HOUR);
  }

  /** A week goes by: what was accepted is forgotten. */
  async forget(): Promise<void> {
    this.wait(8 * 24);
    await this.#recoveries.forget();
    const outbox = this.#till?.outbox;
    if (outbox === undefined) return;
    const isHere = (number: number) => outbox.find(requestId(number)) !== undefined;
    // What lies in a folder that was set aside is not forgotten: it comes back with what has become of it.
    const here = this.#owed.all.filter(([number]) => isHere(number));
    await outbox.housekeep(null);
    for (const [number, { isSent }] of here)
      if (isSent && !isHere(number)) this.#owed.forget(number);
  }

  /** While the till is closed. */
  async damage(kind: KeyDamage): Promise<void> {
    const path = join(this.#folder, 'key.json');
    const now = await readFile(path).catch(() => null);
    if (now === null) return;
    const bytes = Buffer.from(this.#whole ?? now);
    await this.#stop();
    this.#whole ??= Buffer.from(bytes);
    const after = damaged(bytes, kind, this.keyStore.wrapper);
    await (after === null ? rm(path) : writeFile(path, after));
  }

  /** Somebody puts the file back as it was. */
  async heal(): Promise<void> {
    if (this.#whole === null || this.#till !== null) return;
    await writeFile(join(this.#folder, 'key.json'), this.#whole);
    this.#whole = null;
  }

  /** The manager's word for a new queue, which is asked for only while the till is closed. */
  async newQueue(): Promise<void> {
    if (this.#till !== null) return;
    await setAsideTogether(this.#folder, this.#clock.now());
    this.#clock.jump(1_000);
    // What was damaged lies in that folder now.
    this.#isRuined ||= this.#whole !== null;
    this.#whole = null;
  }

  async rotate(): Promise<void> {
    await this.#till?.rotation.begin();
    await this.#till?.rotation.goOn();
  }

  /** The PC is dead, for now: its folder is recovered by the chain's key. */
  async recover(isLastState: boolean): Promise<void> {
    await this.#stop();
    await this.#recoveries.run(this.#known, { isLastState, noMark: false });
  }

  async copy(): Promise<void> {
    await this.#stop();
    this.#copy = { ...this.#known, folder: this.#copyFolder() };
  }

  /** The PC burns, and what somebody has copied is recovered; the shop goes on with a new PC. */
  async burn(noMark: boolean): Promise<void> {
    if (this.#copy === null) return;
    await this.#stop();
    await this.#recoveries.run(this.#copy, { isLastState: false, noMark });
    if (noMark) this.#copy = null;
    this.#owed.burn(this.#recoveries.exported);
    this.#copies += 1;
    this.#folder = join(this.#place, `data-${this.#copies}`);
    await mkdir(this.#folder);
    this.#isRuined = false;
    this.#whole = null;
    await this.start();
  }

  /** Another till takes over what was recovered: the last time, or `back` times before. */
  takeOver(back: number): Promise<void> {
    return this.#recoveries.takeOver(back);
  }

  /** A crash while the folder is recovered: the export counts if it had its name by then. */
  async crashInRecovering(at: number): Promise<void> {
    await this.#stop();
    const file = this.#recoveries.nextFile;
    const isThere: boolean[] = [];
    const attempt = () =>
      this.#recoveries
        .attempt(this.#folder, { isLastState: true, noMark: false })
        .then(() => undefined);
    const chosen = await this.#cutIn(attempt, at, () => isThere.push(existsSync(file)));
    if (isThere[chosen]) await this.#recoveries.keep(file);
    await this.start();
  }

  get #known(): KnownFolder {
    const owes = this.#owed.all.flatMap(([number, { isSent, isBurnt }]) =>
      isSent || isBurnt ? [] : [number],
    );
    const isDamaged = this.#whole !== null;
    return { folder: this.#folder, owes, isDamaged, isRuined: this.#isRuined };
  }

  /**
   * Everything that can be lifted is: the till opens, and what still waits lies behind a key that was ruined for good.
   * Whatever was recovered is taken over, and everything is sent that goes by itself.
   */
  async settle(): Promise<void> {
    this.keyStore.mood = 'works';
    this.keyStore.restore();
    // It cannot be damaged while it runs, nor healed.
    await this.#stop();
    await this.heal();
    await this.start();
    const missing = this.#missing();
    if (missing.length > 0 && !this.#isRuined) throw new Error(`${missing} never came back`);
    await this.#recoveries.takeOverAll();
    for (const [number, { isBurnt, isLost, leftAt }] of this.#owed.all)
      if (isBurnt && !isLost && leftAt === null && !this.#recoveries.has(number))
        throw new Error(`${number} was recovered, and is nowhere`);
    await this.send();
    this.wait(30);
    await this.send();
  }

  /** Does something, and goes on with the folder as it was at one of the writes of it (`at`: 0 to 1). */
  async crashIn(act: () => Promise<void>, at: number): Promise<void> {
    await this.#cutIn(act, at);
    await this.start();
  }

  /** The word for a new queue, and a crash: once its first step is done the next start goes on with it. */
  async crashInNewQueue(at: number): Promise<void> {
    if (this.#till !== null) return;
    const [whole, isRuined, before] = [this.#whole, this.#isRuined, await this.#countAside()];
    await this.#cutIn(() => this.newQueue(), at);
    if ((await this.#countAside()) === before) [this.#whole, this.#isRuined] = [whole, isRuined];
    await this.start();
  }

  async #countAside(): Promise<number> {
    return (await readdir(this.#folder)).filter((name) => name.startsWith('aside-')).length;
  }

  /** Gives which of the cuts it goes on with. */
  async #cutIn(act: () => Promise<void>, at: number, onCut = () => {}): Promise<number> {
    const cuts: string[] = [];
    const cut = () => {
      cuts.push(this.#copyFolder());
      onCut();
    };
    await withCuts(act, cut);
    await this.#stop();
    cut();
    const chosen = Math.floor(at * cuts.length);
    this.#folder = cuts[chosen] ?? this.#folder;
    return chosen;
  }

  #copyFolder(): string {
    this.#copies += 1;
    const to = join(this.#place, `data-${this.#copies}`);
    copyTill(this.#folder, to);
    return to;
  }

  async #stop(): Promise<void> {
    await this.#till?.stop(0);
    this.#till = null;
  }
}
