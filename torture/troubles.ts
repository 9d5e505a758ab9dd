import type { FaultPlan, PowerDisk } from '../testing/doubles/powerDisk.ts';

/** As long as a virus scanner's hold at the most: what the store has to bear without a word. */
export const MOMENT = 5;

interface Hold {
  call: string;
  code: string;
  left: number;
}

/** What ails a disk, through restarts and power cuts, until it is lifted. */
export class Troubles {
  /** Calls that fail so many times. */
  hold: Hold | null = null;
  isReadOnly = false;
  /** The calls that are refused for want of a right to read. */
  unreadable: 'read' | 'list' | null = null;
  /** Files that cannot be removed. */
  readonly stuck = new Set<string>();
  /** No file can be removed, whenever it was made. */
  isAllStuck = false;
  capacity = Number.POSITIVE_INFINITY;
  /** How often a file of the next generation was begun, or was to be. */
  creations = 0;
  #hasRefused = false;

  /** Ails this disk from now on. */
  befall(disk: PowerDisk): void {
    disk.fault = this.#plan;
    disk.capacity = this.capacity;
  }

  /** Lifts everything. */
  lift(disk: PowerDisk): void {
    this.hold = null;
    this.isReadOnly = false;
    this.unreadable = null;
    this.stuck.clear();
    this.isAllStuck = false;
    this.capacity = Number.POSITIVE_INFINITY;
    this.befall(disk);
  }

  /** Whether the disk has refused, or may have, more than a moment's hold since the last question. */
  takeRefused(): boolean {
    const hasRefused = this.#hasRefused || Number.isFinite(this.capacity);
    this.#hasRefused = false;
    return hasRefused;
  }

  readonly #plan: FaultPlan = (call, _number, path) => {
    if (call === 'open' && path.endsWith('.snapshot.new')) this.creations += 1;
    const held = this.#held(call);
    if (held !== null) return held;
    const code = this.#lasting(call, path);
    if (code !== null && call !== 'remove') this.#hasRefused = true;
    return code;
  };

  #held(call: string): string | null {
    const { hold } = this;
    if (hold === null || hold.call !== call || hold.left === 0) return null;
    if (hold.left > MOMENT || hold.code === 'EIO') this.#hasRefused = true;
    hold.left -= 1;
    return hold.code;
  }

  #lasting(call: string, path: string): string | null {
    if (this.isReadOnly && !['read', 'list', 'close'].includes(call)) return 'EROFS';
    if (call === this.unreadable) return 'EACCES';
    return call === 'remove' && (this.isAllStuck || this.stuck.has(path)) ? 'EPERM' : null;
  }
}
