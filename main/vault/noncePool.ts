import { randomFillSync } from 'node:crypto';

const NONCES = 256;

/** Random nonces, drawn from the system many at a time; none is ever given twice. */
export class NoncePool {
  readonly #pool: Buffer;
  readonly #length: number;
  #used: number;

  /** `length`: bytes of a nonce. */
  constructor(length: number) {
    this.#length = length;
    this.#pool = Buffer.alloc(length * NONCES);
    this.#used = this.#pool.length;
  }

  next(): Buffer {
    if (this.#used >= this.#pool.length) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const nonce = Buffer.from(this.#pool.subarray(this.#used, this.#used + this.#length));
    this.#used += this.#length;
    return nonce;
  }
}
