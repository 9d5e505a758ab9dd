import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requestId } from '../../bench/enqueue/contender.ts';
import { intention } from '../../bench/enqueue/ours.ts';
import { openTill, type Till } from '../../main/till.ts';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { KeyClosedError } from '../../main/vault/dataKey.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { damaged, type KeyDamage } from './keyDamage.ts';
import { Owed } from './owed.ts';
import { type KnownFolder, Recoveries } from './recoveries.ts';
import { SystemKeyStore } from './systemKeyStore.ts';
import { TillFolders } from './tillFolders.ts';
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
  readonly #folders = new TillFolders();
  readonly #owed = new Owed();
  readonly #clock = new VirtualClock();
  readonly #recoveries = new Recoveries(this.#folders.place, this.#clock, this.#owed);
  #till: Till | null = null;
  /** A damaged key has been set aside: nobody brings it back. */
  #isRuined = false;
  /** The key's file before somebody damaged it. */
  #whole: Buffer | null = null;
  /** What somebody has copied, and keeps. */
  #copy: KnownFolder | null = null;

  static async begin(): Promise<KeyWorld> {
    const world = new KeyWorld();
    await world.start();
    return world;
  }

  async end(): Promise<void> {
    await this.#stop();
    await this.#recoveries.end();
    await this.#folders.remove();
  }

  /** A start, and everything that must be true after it. */
  async start(): Promise<void> {
    await this.#stop();
    const names = await readdir(this.#folders.current);
    const isHealthy = await this.#shouldOpen();
    try {
      this.#till = await openTill({
        ...QUIET,
        folder: this.#folders.current,
        keyWrapper: this.keyStore.wrapper,
        clock: this.#clock,
      });
    } catch (error) {
      if (!(error instanceof KeyClosedError)) throw error;
      if (isHealthy) throw new Error(`closed without a reason: ${error.message}`);
      const after = await readdir(this.#folders.current);
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
    if ((await readdir(this.#folders.current)).some((name) => name.endsWith('.moving')))
      return true;
    const text = await readFile(join(this.#folders.current, 'key.json'), 'utf8').catch(() => null);
    if (text === null) return true;
    const { keys } = JSON.parse(text) as { keys: { wrapped: string }[] };
    return keys.every(({ wrapped }) => this.keyStore.couldOpen(Buffer.from(wrapped, 'base64')));
  }

  /** Every acknowledged save is there, once, with its bytes, or told as waiting for its key. */
  #check(): void {
    const till = this.#till;
    if (till === null) return;
    const told = till.warnings
      .filter(({ code }) => code === 'store.key-unreadable')
      .map(({ detail }) => Number.parseInt(detail, 10))
      .reduce((sum, count) => sum + (Number.isNaN(count) ? 1e6 : count), 0);
    for (const [number, { isSent, isForgotten, isBurnt }] of this.#owed.all) {
      if (isBurnt) continue;
      const found = till.outbox.saves.find(requestId(number));
      if (found === undefined) continue;
      if (isForgotten) throw new Error(`${number} has come back after it was forgotten`);
      if ((found.state === 'accepted') !== isSent)
        throw new Error(`${number} is ${found.state}, and was ${isSent ? '' : 'not '}sent`);
      if (!isSent && !(till.outbox.contents.openBody(found) ?? '').includes(requestId(number)))
        throw new Error(`${number} does not open`);
    }
    // Whatever goes aside or comes back, nobody has touched the trail.
    if (till.warnings.some(({ code }) => code === 'audit.broken'))
      throw new Error('the trail is taken for broken');
    const missing = this.#missing();
    if (missing.length > told) throw new Error(`${missing} are missing, and ${told} are told`);
  }

  /** What this till owes, and has not got. */
  #missing(): number[] {
    return this.#owed.all.flatMap(([number, { isSent, isBurnt }]) =>
      isSent || isBurnt || this.#till?.outbox.saves.find(requestId(number)) !== undefined
        ? []
        : [number],
    );
  }

  async save(): Promise<void> {
    const number = this.#owed.next;
    const save = { ...intention(number), consent: { ...agreed, at: this.#clock.now() } };
    const result = await this.#till?.outbox.intake.enqueue(save);
    if (result?.ok) this.#owed.acknowledge(number);
  }

  /** What waits leaves. */
  async send(): Promise<void> {
    if (this.#till !== null) await sendAll(this.#till, this.#owed, true);
  }

  /** What waits at the other till leaves there. */
  sendElsewhere(): Promise<void> {
    return this.#recoveries.send();
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
    const isHere = (number: number) => outbox.saves.find(requestId(number)) !== undefined;
    // What lies in a folder that was set aside is not forgotten: it comes back with what has become of it.
    const here = this.#owed.all.filter(([number]) => isHere(number));
    await outbox.housekeep(null);
    for (const [number, { isSent }] of here)
      if (isSent && !isHere(number)) this.#owed.forget(number);
  }

  /** While the till is closed. */
  async damage(kind: KeyDamage): Promise<void> {
    const path = join(this.#folders.current, 'key.json');
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
    await writeFile(join(this.#folders.current, 'key.json'), this.#whole);
    this.#whole = null;
  }

  /** The manager's word for a new queue, which is asked for only while the till is closed. */
  async newQueue(): Promise<void> {
    if (this.#till !== null) return;
    await setAsideTogether(this.#folders.current, this.#clock.now());
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
    await this.#recoveries.run(this.#known, { isLastState, isCopy: false });
  }

  async copy(): Promise<void> {
    await this.#stop();
    this.#copy = { ...this.#known, folder: this.#folders.copy() };
  }

  /** The PC burns, and what somebody has copied is recovered; the shop goes on with a new PC. */
  async burn(isCopy: boolean): Promise<void> {
    if (this.#copy === null) return;
    await this.#stop();
    await this.#recoveries.run(this.#copy, { isLastState: false, isCopy });
    if (isCopy) this.#copy = null;
    this.#owed.burn(this.#recoveries.exported);
    this.#folders.replace();
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
        .attempt(this.#folders.current, { isLastState: true, isCopy: false })
        .then(() => undefined);
    const note = () => isThere.push(existsSync(file));
    const chosen = await this.#folders.cutIn(attempt, at, () => this.#stop(), note);
    if (isThere[chosen]) await this.#recoveries.keep(file);
  }

  get #known(): KnownFolder {
    const owes = this.#owed.all.flatMap(([number, { isSent, isBurnt }]) =>
      isSent || isBurnt ? [] : [number],
    );
    const isDamaged = this.#whole !== null;
    return { folder: this.#folders.current, owes, isDamaged, isRuined: this.#isRuined };
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
    await this.sendElsewhere();
    this.wait(30);
    await this.send();
    await this.sendElsewhere();
  }

  /** Does something, and a crash comes at one of the writes of it (`at`: 0 to 1). */
  async crashIn(act: () => Promise<void>, at: number): Promise<void> {
    await this.#folders.cutIn(act, at, () => this.#stop());
  }

  /** The word for a new queue, and a crash: once its first step is done the next start goes on with it. */
  async crashInNewQueue(at: number): Promise<void> {
    if (this.#till !== null) return;
    const [whole, isRuined, before] = [this.#whole, this.#isRuined, await this.#countAside()];
    await this.#folders.cutIn(
      () => this.newQueue(),
      at,
      () => this.#stop(),
    );
    if ((await this.#countAside()) === before) [this.#whole, this.#isRuined] = [whole, isRuined];
  }

  async #countAside(): Promise<number> {
    return (await readdir(this.#folders.current)).filter((name) => name.startsWith('aside-'))
      .length;
  }

  async #stop(): Promise<void> {
    await this.#till?.stop(0);
    this.#till = null;
  }
}
