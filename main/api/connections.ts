import type { Socket } from 'node:net';
import { refusalText } from './refusal.ts';

/**
 * The connections of the API, so many at once: every one takes a file of the process, of which the store needs some. Who
 * has shown the token stays; of those that have not the oldest goes for the next that comes, so that nobody who says
 * nothing keeps the POS program out.
 */
export class Connections {
  readonly #most: number;
  readonly #all = new Set<Socket>();
  readonly #unknown = new Set<Socket>();

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#all.size;
  }

  /** One has come. */
  add(socket: Socket): void {
    socket.once('close', () => {
      this.#all.delete(socket);
      this.#unknown.delete(socket);
    });
    if (this.#all.size >= this.#most) {
      const [oldest = socket] = this.#unknown;
      this.#refuse(oldest);
      if (oldest === socket) return;
    }
    this.#all.add(socket);
    this.#unknown.add(socket);
  }

  /** False once it had to go, also where what it has sent by then is still to be read. */
  has(socket: Socket): boolean {
    return this.#all.has(socket);
  }

  /** It has shown the token. */
  know(socket: Socket): void {
    this.#unknown.delete(socket);
  }

  /** Ends all that there are. */
  end(): void {
    for (const socket of this.#all) socket.destroy();
  }

  #refuse(socket: Socket): void {
    this.#all.delete(socket);
    this.#unknown.delete(socket);
    // Whoever sends on meanwhile is not waited for.
    socket.end(refusalText({ code: 'connections.too-many' }), () => socket.destroy());
  }
}
