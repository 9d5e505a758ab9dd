import { readTrail, type TrailPlace, type TrailReading } from './readTrail.ts';
import type { Remembered } from './remembered.ts';
import { type ChainSize, TrailChain } from './trailChain.ts';
import { TrailHeadFile } from './trailHead.ts';
import { beginning, TRAIL_KINDS, type TrailKind } from './trailLine.ts';

type Chains = Record<TrailKind, TrailChain>;

/** Both chains and their head on the disk. After a refusal it is closed, and has to be opened anew. */
export class TrailStore {
  readonly #sizes: Record<TrailKind, ChainSize>;
  readonly #isKeyNew: boolean;
  readonly #remembered: () => Remembered | undefined;
  readonly #headFile: TrailHeadFile;
  #place: TrailPlace;
  #chains: Chains | null = null;
  #tellsAll = false;

  /** `isKeyNew`: the key was made in this start; `remembered`: what the lines about the manager tell so far. */
  constructor(
    place: TrailPlace,
    sizes: Record<TrailKind, ChainSize>,
    isKeyNew: boolean,
    remembered: () => Remembered | undefined,
  ) {
    this.#place = place;
    this.#remembered = remembered;
    this.#sizes = sizes;
    this.#isKeyNew = isKeyNew;
    this.#headFile = new TrailHeadFile(place.disk, place.headPlaces, place.mac);
  }

  get isOpen(): boolean {
    return this.#chains !== null;
  }

  /** Whether the trail began with its key, and nothing of it was missing or pushed out since: over all starts. */
  get tellsAll(): boolean {
    return this.#tellsAll;
  }

  /** Whether it is open, and both files still have their names: a line that is written now can be found. Rejects with the disk's own error. */
  async isThere(): Promise<boolean> {
    for (const kind of TRAIL_KINDS) if (!(await this.#chains?.[kind].isThere())) return false;
    return true;
  }

  /** True while the place beside the data folder takes no head. */
  get isUnguarded(): boolean {
    return this.#headFile.isInside;
  }

  /**
   * What lies on the disk, whether it can be written or not. Rejects with the disk's own error. `goesOn`: what it does not give is
   * gone on without from then on.
   */
  async read(goesOn = false): Promise<TrailReading> {
    if (goesOn) await this.#headFile.setUnreadAside(this.#place.now());
    return readTrail(this.#place, this.#headFile, goesOn);
  }

  /** Goes on behind what was read; what was found broken goes on in new files. */
  async open(reading: TrailReading): Promise<void> {
    const { head, isNew, findings } = reading;
    // What was pushed out of it may have told of settings.
    const isWhole = findings.length === 0 && (head?.manager.oldest ?? 1) === 1;
    this.#tellsAll = isNew ? this.#isKeyNew : isWhole && (head?.tellsAll ?? true);
    // Before the first file: see `readTrail`.
    if (isNew) await this.#writeHead();
    const manager = await this.#openChain('manager', reading);
    try {
      this.#chains = { manager, cashier: await this.#openChain('cashier', reading) };
    } catch (error) {
      await manager.close();
      throw error;
    }
    this.#place = { ...this.#place, isExpected: true };
  }

  /** The lines first, the head after them: a power cut leaves a trail that has come further than its head. */
  async write(lines: Record<TrailKind, readonly string[]>): Promise<void> {
    if (this.#chains === null) throw new Error('the trail is not open');
    for (const kind of TRAIL_KINDS) await this.#chains[kind].append(lines[kind]);
    await this.#writeHead();
    for (const kind of TRAIL_KINDS) await this.#chains[kind].removeOld();
  }

  async close(): Promise<void> {
    const chains = this.#chains;
    this.#chains = null;
    for (const kind of TRAIL_KINDS) await chains?.[kind].close();
  }

  #openChain(kind: TrailKind, { chains, heads }: TrailReading): Promise<TrailChain> {
    const { disk, folder, mac, now } = this.#place;
    // What a cashier can do as often as he likes tells nothing of that.
    const remembered = kind === 'manager' ? this.#remembered : () => undefined;
    const place = { disk, folder, mac, now, kind, remembered };
    return TrailChain.open(place, this.#sizes[kind], chains[kind], heads[kind]);
  }

  async #writeHead(): Promise<void> {
    const headOf = (kind: TrailKind) =>
      this.#chains?.[kind].head ?? { ...beginning(kind, this.#place.mac), oldest: 1, base: 1 };
    const written = { manager: headOf('manager'), cashier: headOf('cashier') };
    await this.#headFile.write({ ...written, tellsAll: this.#tellsAll });
    this.#place = { ...this.#place, written };
  }
}
