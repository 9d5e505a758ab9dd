import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Provision } from '../../../app/settings/provision.ts';
import { VirtualClock } from '../../../main/testing/virtualClock.ts';
import { openTill, type Till } from '../../../main/till.ts';
import { setAsideTogether } from '../../../main/vault/asideFolders.ts';
import { KeyClosedError, type KeyWrapper } from '../../../main/vault/dataKey.ts';
import { requestId } from '../../enqueue/contender.ts';
import { intention } from '../../enqueue/ours.ts';
import { copyTill, withCuts } from './cuts.ts';

const DAY = 24 * 60 * 60_000;
const nothing = () => undefined;

const provision: Provision = {
  gateway: { url: 'https://gw.example/rest', appKey: '1', appSecret: 'not real' },
  brandId: '244323',
  shopId: '239923231',
  operators: [{ id: '2392313', name: 'One' }],
};

/** What nobody has agreed to is not sent once it was set aside. */
const agreed = { noticeVersion: '1', operatorId: '2392313', marketing: false };

/** What the key store of the system does when it is asked. */
export type StoreMood = 'works' | 'fails';

/** What somebody, or a disk, does to the key's file. */
export type KeyDamage = 'cut' | 'flip' | 'double' | 'swap' | 'delete' | 'text';

/**
 * One till over starts, crashes and the days of its key store, and what it owes: every save that it has acknowledged.
 * It sends to nobody; what would leave is counted.
 */
export class KeyWorld {
  readonly #place: string;
  #folder: string;
  #clock = new VirtualClock();
  #till: Till | null = null;
  /** Which key store wraps now; what an earlier one has wrapped opens only while `#isOldThere`. */
  #store = 1;
  #isOldThere = false;
  /** A damaged key has been set aside: nobody brings it back. */
  #isRuined = false;
  #mood: StoreMood = 'works';
  /** The key's file before somebody damaged it. */
  #whole: Buffer | null = null;
  #copies = 0;
  readonly #saved = new Map<number, { isSent: boolean; isForgotten: boolean }>();

  private constructor(place: string) {
    this.#place = place;
    this.#folder = join(place, 'data-0');
  }

  static async begin(): Promise<KeyWorld> {
    const world = new KeyWorld(await mkdtemp(join(tmpdir(), 'tillside-keys-')));
    await mkdir(world.#folder);
    await world.start();
    return world;
  }

  async end(): Promise<void> {
    await this.#till?.stop(0);
    await rm(this.#place, { recursive: true, force: true });
  }

  /** A start, and everything that must be true after it. */
  async start(): Promise<void> {
    await this.#till?.stop(0);
    this.#till = null;
    const names = await readdir(this.#folder);
    const isHealthy = await this.#shouldOpen();
    try {
      this.#till = await openTill({
        folder: this.#folder,
        keyWrapper: this.#wrapper,
        post: () => Promise.reject(new TypeError('nothing is sent here')),
        log: { info: nothing, warn: nothing, error: nothing },
        offer: { provision, isTrusted: true },
        clock: this.#clock,
        isSending: false,
        onChanged: nothing,
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
    if (this.#mood !== 'works' || this.#whole !== null) return false;
    // Whatever lies there goes aside first.
    if ((await readdir(this.#folder)).some((name) => name.endsWith('.moving'))) return true;
    const text = await readFile(join(this.#folder, 'key.json'), 'utf8').catch(() => null);
    if (text === null) return true;
    const { keys } = JSON.parse(text) as { keys: { wrapped: string }[] };
    return keys.every(({ wrapped }) => this.#isOpen(Buffer.from(wrapped, 'base64')));
  }

  #isOpen(wrapped: Buffer): boolean {
    const by = wrapped[0] ?? 0;
    return by === this.#store || (this.#isOldThere && by < this.#store);
  }

  /** Every acknowledged save is there, once, with its bytes, or told as waiting for its key. */
  #check(): void {
    const till = this.#till;
    if (till === null) return;
    const told = till.notices
      .filter(({ code }) => code === 'store.key-unreadable')
      .map(({ detail }) => Number.parseInt(detail, 10))
      .reduce((sum, count) => sum + (Number.isNaN(count) ? 1e6 : count), 0);
    for (const [number, { isSent, isForgotten }] of this.#saved) {
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

  /** What was saved, not sent, and is not there. */
  #missing(): number[] {
    return [...this.#saved].flatMap(([number, { isSent }]) =>
      isSent || this.#till?.outbox.find(requestId(number)) !== undefined ? [] : [number],
    );
  }

  async save(): Promise<void> {
    const number = this.#saved.size + 1;
    const save = { ...intention(number), consent: { ...agreed, at: this.#clock.now() } };
    const result = await this.#till?.outbox.enqueue(save);
    if (result?.ok) this.#saved.set(number, { isSent: false, isForgotten: false });
  }

  /** Everything that waits leaves and is accepted. */
  async send(): Promise<void> {
    const outbox = this.#till?.outbox;
    if (outbox === undefined) return;
    for (const [number, known] of this.#saved) {
      const pending = outbox.find(requestId(number));
      if (pending?.state !== 'pending') continue;
      if (known.isSent) throw new Error(`${number} leaves a second time`);
      known.isSent = true;
      const sending = await outbox.markSending(pending, this.#clock.now());
      if (sending === null) throw new Error('not marked');
      const words = { code: '0', subCode: '', text: '', traceId: '' };
      await outbox.settle(
        sending,
        { ...words, class: 'accepted', customerId: '7' },
        { now: this.#clock.now(), random: () => 0, isOwnFault: false, isEverybodys: false },
      );
    }
  }

  /** A week goes by: what was accepted is forgotten. */
  async forget(): Promise<void> {
    this.#clock.jump(8 * DAY);
    const outbox = this.#till?.outbox;
    if (outbox === undefined) return;
    const isHere = (number: number) => outbox.find(requestId(number)) !== undefined;
    // What lies in a folder that was set aside is not forgotten: it comes back with what has become of it.
    const here = [...this.#saved].filter(([number]) => isHere(number));
    await outbox.housekeep(null);
    for (const [number, known] of here) known.isForgotten ||= known.isSent && !isHere(number);
  }

  become(mood: StoreMood): void {
    this.#mood = mood;
  }

  /** The system has another key store from now on; what the one before has wrapped does not open, until it is back. */
  loseStore(): void {
    this.#store += 1;
    this.#isOldThere = false;
  }

  /** The key stores of before are there again: whatever they have wrapped opens. */
  restoreStores(): void {
    this.#isOldThere = true;
  }

  /** While the till is closed. */
  async damage(kind: KeyDamage): Promise<void> {
    const path = join(this.#folder, 'key.json');
    const now = await readFile(path).catch(() => null);
    if (now === null) return;
    const bytes = Buffer.from(this.#whole ?? now);
    await this.#till?.stop(0);
    this.#till = null;
    this.#whole ??= Buffer.from(bytes);
    const half = bytes.length >> 1;
    if (kind === 'delete') return rm(path);
    if (kind === 'flip') {
      // Within the wrapped key: elsewhere a flip may say the same.
      const at = bytes.indexOf('"wrapped":"') + 14;
      bytes.writeUInt8(bytes.readUInt8(at) === 65 ? 66 : 65, at);
      return writeFile(path, bytes);
    }
    const other = await otherTillsKey(this.#wrapper);
    const texts = {
      cut: bytes.subarray(0, half),
      double: Buffer.concat([bytes, bytes]),
      swap: other,
      text: '{}',
    };
    return writeFile(path, texts[kind]);
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

  /** Everything that can be lifted is: the till opens, and what still waits lies behind a key that was ruined for good. */
  async settle(): Promise<void> {
    this.#mood = 'works';
    this.#isOldThere = true;
    // It cannot be damaged while it runs, nor healed.
    await this.#till?.stop(0);
    this.#till = null;
    await this.heal();
    await this.start();
    const missing = this.#missing();
    if (missing.length > 0 && !this.#isRuined) throw new Error(`${missing} never came back`);
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

  async #cutIn(act: () => Promise<void>, at: number): Promise<void> {
    const cuts: string[] = [];
    const from = this.#folder;
    const cut = () => {
      this.#copies += 1;
      const to = join(this.#place, `data-${this.#copies}`);
      copyTill(from, to);
      cuts.push(to);
    };
    await withCuts(act, cut);
    await this.#till?.stop(0);
    this.#till = null;
    cut();
    this.#folder = cuts[Math.floor(at * cuts.length)] ?? from;
  }

  /** A key store that remembers what each of its lives has wrapped. */
  get #wrapper(): KeyWrapper {
    return {
      protection: 'os',
      wrap: (key) => {
        if (this.#mood !== 'works') throw new Error('the key store refuses');
        return Buffer.concat([Buffer.of(this.#store), key.map((byte) => byte ^ 0x5a)]);
      },
      unwrap: (wrapped) => {
        if (this.#mood !== 'works' || !this.#isOpen(wrapped))
          throw new Error('the key store refuses');
        return Buffer.from(wrapped.subarray(1).map((byte) => byte ^ 0x5a));
      },
    };
  }
}

/** A key's file of another till with the same key store: it is whole, and opens nothing here. */
async function otherTillsKey(wrapper: KeyWrapper): Promise<string> {
  const { checkOf } = await import('../../../main/vault/dataKey.ts');
  const key = Buffer.alloc(32, 9);
  let wrapped = 'AAAA';
  try {
    wrapped = wrapper.wrap(key).toString('base64');
  } catch {
    // The store refuses it as well.
  }
  const entry = { protection: 'os', wrapped, check: checkOf(key), hashing: null, recovery: [] };
  return JSON.stringify({ format: 2, keys: [entry] });
}
