interface Place {
  requestId: string;
  madeAt: number;
}

/**
 * What is on a till, as a plain list in the order in which it has to leave: the till's own saves one behind the
 * other, those of another till before the first that was made after them.
 */
export class Line {
  #places: Place[] = [];

  /** A save of this till's own. `madeAt`: by its clock, ms since 1970. */
  add(requestId: string, madeAt: number): void {
    this.#places.push({ requestId, madeAt });
  }

  /** A save of another till, behind what it corrects (`corrects`), if that is here. */
  insert(requestId: string, told: number, corrects: string | null): void {
    const before = this.#places.slice(0, corrects === null ? 0 : this.#indexOf(corrects) + 1);
    const madeAt = Math.max(told, ...before.map((place) => place.madeAt));
    const later = this.#places.findIndex((place) => place.madeAt > madeAt);
    this.#places.splice(later < 0 ? this.#places.length : later, 0, { requestId, madeAt });
  }

  remove(requestId: string): void {
    this.#places = this.#places.filter((place) => place.requestId !== requestId);
  }

  clear(): void {
    this.#places = [];
  }

  isEarlier(one: string, other: string): boolean {
    return this.#indexOf(one) < this.#indexOf(other);
  }

  /**
   * Those that are `kept`, each with the time that nothing behind it is earlier than; a correction is later than what it
   * corrects (`original`).
   */
  packed(
    kept: (requestId: string) => boolean,
    original: (requestId: string) => string | null = () => null,
  ): Place[] {
    let latest = Number.NEGATIVE_INFINITY;
    return this.#places
      .filter(({ requestId }) => kept(requestId))
      .map(({ requestId, madeAt }) => {
        const front = this.#places.slice(0, this.#indexOf(requestId));
        const corrected = front.find((place) => place.requestId === original(requestId));
        latest = Math.max(latest, madeAt, corrected === undefined ? madeAt : corrected.madeAt + 1);
        return { requestId, madeAt: latest };
      });
  }

  #indexOf(requestId: string): number {
    return this.#places.findIndex((place) => place.requestId === requestId);
  }
}
