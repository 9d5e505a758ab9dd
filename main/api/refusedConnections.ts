import type { Socket } from 'node:net';

/** What the parser is told of a head: what follows is no HTTP, and no more of the piece is looked at. */
const NO_MORE = 2;

/** Node's own parser of a connection, which its types do not know; by this it hands over each request. */
interface Parsed {
  parser?: { onIncoming?: unknown } | null;
}

/**
 * Connections on which somebody without the token was refused: nothing behind that head is looked at. Node makes requests of all that
 * stand in one piece of 64 KiB, more than a thousand, or hands over ten thousand parts of a body, before anybody else has its turn,
 * also where the connection has ended by then: a few of them kept the window waiting, and the POS program for seconds.
 */
export class RefusedConnections {
  readonly #refused = new WeakSet<object>();

  /** One has come. */
  watch(socket: Socket): void {
    const { parser } = socket as Parsed;
    const take = parser?.onIncoming;
    if (parser == null || typeof take !== 'function') return;
    parser.onIncoming = (...head: unknown[]) => {
      if (this.has(socket)) return NO_MORE;
      const taken: unknown = Reflect.apply(take, parser, head);
      return this.has(socket) ? NO_MORE : taken;
    };
  }

  add(socket: Socket): void {
    this.#refused.add(socket);
  }

  has(socket: object): boolean {
    return this.#refused.has(socket);
  }
}
