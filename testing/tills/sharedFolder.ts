import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Disk } from '../../main/disk/disk.ts';
import { realDisk } from '../../main/disk/realDisk.ts';
import { OtherProgramError } from '../../main/files/otherProgramError.ts';
import type { WriteResult } from '../../main/files/storeFailure.ts';
import { JournalAdapter } from '../../main/journal/journalAdapter.ts';
import type { Lease } from '../../main/lease/lease.ts';
import { leasedDisk } from '../../main/lease/leasedDisk.ts';
import type { Place } from '../../main/lease/place.ts';
import { LEASE_FILE, takeLease } from '../../main/lease/takeLease.ts';
import { LowdbOutboxStore } from '../../main/outbox/lowdbOutboxStore.ts';
import { FaultyLeaseFile, type LeaseFaults } from '../doubles/faultyLeaseFile.ts';
import { freezingDisk } from '../doubles/freezingDisk.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';

/** Time passes for all PCs in such steps (ms). */
const STEP = 250;

/** No system gives a process such a number. */
const NOBODY = 2 ** 30;

/** A data folder on a share, and the PCs that reach it: real files, each PC with a clock of its own. */
export class SharedFolder {
  readonly folder: string;
  readonly leasePath: string;
  readonly #base = mkdtempSync(join(tmpdir(), 'tillside-shared-'));
  readonly #computers: Computer[] = [];
  #made = 0;

  constructor() {
    onTestFinished(() => this.remove());
    this.folder = join(this.#base, 'till');
    this.leasePath = join(this.folder, LEASE_FILE);
    mkdirSync(this.folder);
  }

  computer(host: string, place: Partial<Place> = {}): Computer {
    const computer = new Computer(this, host, place);
    this.#computers.push(computer);
    return computer;
  }

  /** Lets time pass for everybody: a PC that sleeps notices by its wall clock alone. */
  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += STEP) {
      await Promise.all(this.#computers.map((computer) => computer.pass(STEP)));
      // Not after each timer: what several PCs do at one moment comes between one another.
      await atRest();
    }
  }

  /** An id that no save had before. */
  nextId(): string {
    this.#made += 1;
    return String(this.#made).padStart(32, '0');
  }

  get watermarkPath(): string {
    return join(this.#base, 'till.mark');
  }

  async remove(): Promise<void> {
    for (const computer of this.#computers) computer.kill();
    await atRest();
    rmSync(this.#base, { recursive: true, force: true });
  }
}

/** One run of the program: its lease and its store, as `main.ts` and `openTill` put them together. */
interface Run {
  state: 'starting' | 'running' | 'refused';
  clock: VirtualClock;
  lease: Lease | null;
  store: LowdbOutboxStore | null;
  /** The ids that it has read, and that it was told are stored. */
  known: string[];
  sequence: number;
  refusedFor: string;
}

export class Computer {
  readonly #shared: SharedFolder;
  readonly #place: Place;
  #run: Run | null = null;
  #isAsleep = false;
  readonly #wakers: (() => void)[] = [];
  /** Host names that a start has told of, because it has to wait. */
  readonly waitedFor: string[] = [];
  readonly logged: string[] = [];
  /** What the disk says of the lease, and of nothing else. */
  readonly leaseFaults: LeaseFaults = { read: null, write: null };
  /** A durable write waits for it; so a PC falls asleep in the middle of one. */
  #held: { where: 'before' | 'behind'; until: Promise<void> } | null = null;
  #release = () => {};

  constructor(shared: SharedFolder, host: string, place: Partial<Place>) {
    this.#shared = shared;
    const machine = Buffer.from(host.padEnd(16)).toString('hex').slice(0, 32);
    const system = { boot: '1'.repeat(32), processes: null, pid: NOBODY };
    this.#place = { host, user: '', machine, ...system, ...place };
  }

  get state(): Run['state'] | 'off' {
    return this.#run?.state ?? 'off';
  }

  get known(): readonly string[] {
    return this.#run?.known ?? [];
  }

  get refusedFor(): string {
    return this.#run?.refusedFor ?? '';
  }

  get lease(): Lease {
    if (!this.#run?.lease) throw new Error('it has not started');
    return this.#run.lease;
  }

  /** Begins a start; what comes of it is its `state`, at once where nothing has to be waited for. */
  async start(): Promise<void> {
    const clock = new VirtualClock();
    const run: Run = {
      ...{ state: 'starting', clock, lease: null, store: null },
      ...{ known: [], sequence: 0, refusedFor: '' },
    };
    this.#run = run;
    void this.#open(run).catch((error: unknown) => {
      if (!(error instanceof OtherProgramError)) throw error;
      run.state = 'refused';
      run.refusedFor = error.host;
    });
    await atRest();
  }

  async #open(run: Run): Promise<void> {
    const { folder, watermarkPath } = this.#shared;
    const { clock } = run;
    const goOn = () => this.#goOn(run);
    const note = (message: string) => this.logged.push(message);
    run.lease = await takeLease({
      folder,
      file: new FaultyLeaseFile(this.#shared.leasePath, this.leaseFaults, goOn),
      here: this.#place,
      clock,
      log: { info: note, warn: note, error: note },
      onWaiting: (host) => this.waitedFor.push(host),
    });
    const adapter = new JournalAdapter({
      disk: leasedDisk(freezingDisk(this.#disk, goOn), run.lease),
      folder,
      watermarkPath,
      now: clock.now,
      clock,
      isFromElsewhere: run.lease.isFromElsewhere,
    });
    run.store = new LowdbOutboxStore(adapter);
    const { saves, lastSequence } = await run.store.load();
    run.known.push(...[...saves.values()].map(({ requestId }) => requestId));
    run.sequence = lastSequence;
    if (run === this.#run) run.state = 'running';
  }

  /** Stores a save with a new id; null where no store is open. */
  async save(): Promise<(WriteResult & { requestId: string }) | null> {
    const run = this.#run;
    if (run?.state !== 'running' || run.store === null) return null;
    const requestId = this.#shared.nextId();
    run.sequence += 1;
    const result = await run.store.put(aSave({ requestId, sequence: run.sequence }));
    if (result.ok) run.known.push(requestId);
    return { ...result, requestId };
  }

  /** Its wall clock is set, by so many ms. */
  setClock(milliseconds: number): void {
    this.#run?.clock.jump(milliseconds);
  }

  get isAsleep(): boolean {
    return this.#isAsleep;
  }

  sleep(): void {
    this.#isAsleep = true;
  }

  /** What sleeps goes on when the PC wakes; what was killed never does. */
  async #goOn(run: Run): Promise<void> {
    while (run === this.#run && this.#isAsleep)
      await new Promise<void>((resolve) => this.#wakers.push(resolve));
    if (run !== this.#run) await new Promise(() => undefined);
  }

  /** Falls asleep in the middle of storing a save: before its bytes are written, or when they are. */
  async sleepInSave(where: 'before' | 'behind'): ReturnType<Computer['save']> {
    const until = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    this.#held = { where, until };
    const saving = this.save();
    await atRest();
    this.sleep();
    return saving;
  }

  wake(): void {
    this.#isAsleep = false;
    this.#held = null;
    this.#release();
    for (const wake of this.#wakers.splice(0)) wake();
  }

  readonly #disk: Disk = {
    ...realDisk,
    open: async (path, mode) => {
      const file = await realDisk.open(path, mode);
      return {
        ...file,
        writeDurably: async (bytes, position, mayBlock) => {
          if (this.#held?.where === 'before') await this.#held.until;
          await file.writeDurably(bytes, position, mayBlock);
          if (this.#held?.where === 'behind') await this.#held.until;
        },
      };
    },
  };

  /** It is gone at once, and with it whatever it had begun. */
  kill(): void {
    this.#run = null;
    this.#isAsleep = false;
    this.#held = null;
    for (const wake of this.#wakers.splice(0)) wake();
  }

  async quit(): Promise<void> {
    const run = this.#run;
    await run?.store?.close();
    run?.lease?.giveBack();
    this.#run = null;
  }

  /** Ms pass for this PC; asleep, its programs stand still and its monotonic clock with them. */
  async pass(milliseconds: number): Promise<void> {
    if (this.#isAsleep) this.#run?.clock.jump(milliseconds);
    else await this.#run?.clock.pass(milliseconds);
  }
}

/** Resolves when no file is being opened, read, written or closed any more. */
export async function atRest(): Promise<void> {
  const isBusy = () =>
    FaultyLeaseFile.isBusy ||
    process.getActiveResourcesInfo().some((name) => /^(?:FS|CloseReq)/.test(name));
  for (let quiet = 0; quiet < 3; quiet += 1) {
    await turn();
    if (isBusy()) quiet = 0;
  }
}
