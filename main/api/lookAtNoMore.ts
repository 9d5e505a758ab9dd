import type { Socket } from 'node:net';

/** What the parser is told of a head: what follows is no HTTP, and no more of the piece is looked at. */
const NO_MORE = 2;

/** Node's own parser of a connection. Its types do not know it; another for each connection. */
interface Parsed {
  parser?: { onIncoming?: unknown } | null;
}

/**
 * Looks at no call that comes on this connection behind the one that is being looked at. Of all that stand in one piece of
 * 64 KiB, more than a thousand, Node makes requests before anybody else has its turn, also where the connection has ended by
 * then: a few connections kept the window waiting, and the POS program for seconds.
 */
export function lookAtNoMore(socket: Socket): void {
  const { parser } = socket as Parsed;
  if (parser) parser.onIncoming = () => NO_MORE;
}
