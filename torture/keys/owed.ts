import { STALE_AFTER_MS } from '../../app/outbox/doubt.ts';

/** What has become of a save that was acknowledged. */
interface Known {
  /** Sent by the till that has registered it. */
  isSent: boolean;
  /** That till has forgotten it after that. */
  isForgotten: boolean;
  /** The PC that has registered it has burnt: it lives elsewhere, if anywhere. */
  isBurnt: boolean;
  /** Nothing of it was anywhere else then. */
  isLost: boolean;
  /** When it left first, from wherever (ms since 1970). */
  leftAt: number | null;
}

/** Every save that was acknowledged, by its number, and what is known of it: what the tills owe. */
export class Owed {
  readonly #saves = new Map<number, Known>();

  get next(): number {
    return this.#saves.size + 1;
  }

  get all(): [number, Readonly<Known>][] {
    return [...this.#saves];
  }

  acknowledge(number: number): void {
    this.#saves.set(number, {
      isSent: false,
      isForgotten: false,
      isBurnt: false,
      isLost: false,
      leftAt: null,
    });
  }

  /** It leaves. Under its id the gateway makes one of two, for as long as it surely knows the id. */
  leave(number: number, now: number, isFromHere: boolean): void {
    const known = this.#of(number);
    if (isFromHere && known.isSent) throw new Error(`${number} leaves a second time`);
    if (known.leftAt !== null && now - known.leftAt > STALE_AFTER_MS)
      throw new Error(`${number} leaves again after ${(now - known.leftAt) / 3_600_000} h`);
    known.leftAt ??= now;
    if (isFromHere) known.isSent = true;
  }

  forget(number: number): void {
    this.#of(number).isForgotten = true;
  }

  /** The PC and its disk are gone. `elsewhere`: what is in a copy of its folder, or in an export. */
  burn(elsewhere: ReadonlySet<number>): void {
    for (const [number, known] of this.#saves) {
      if (known.isBurnt) continue;
      known.isBurnt = true;
      known.isLost = !elsewhere.has(number);
    }
  }

  #of(number: number): Known {
    const known = this.#saves.get(number);
    if (known === undefined) throw new Error(`nobody has saved ${number}`);
    return known;
  }
}
