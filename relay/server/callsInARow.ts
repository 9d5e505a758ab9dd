import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How many calls of a connection are under way: on the socket itself, since every other place is looked for with each call. */
const UNDER_WAY = Symbol('calls under way');

/** `parser`: Node's own, which its types do not know; another for each connection. */
type Counted = Socket & { [UNDER_WAY]?: number; parser?: { onIncoming?: unknown } | null };

/** What the parser is told of a head: what follows is no HTTP, and no more of the piece is looked at. */
const NO_MORE = 2;

/** So many calls of one connection are under way at the same time. A client that waits for each answer has one. */
const MOST = 8;

/**
 * Ends a connection on which calls come that wait for no answer. Node hands over all that stand in one piece of 64 KiB, thousands, before
 * anybody else has its turn: twenty such connections, at half a megabyte a second, took a relay from every till. What stands behind
 * that is not looked at: by itself Node would make requests of it all, also where the connection has ended by then.
 */
export function keepCallsInARow(server: Server): void {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const socket: Counted = request.socket;
    if (socket.destroyed) return;
    const count = socket[UNDER_WAY] ?? 0;
    if (count >= MOST) {
      if (socket.parser) socket.parser.onIncoming = () => NO_MORE;
      socket.destroy();
      return;
    }
    socket[UNDER_WAY] = count + 1;
    response.on('close', isOver);
    for (const listener of listeners) listener.call(server, request, response);
  });
}

/** One for all calls, which costs less than one for each. */
function isOver(this: ServerResponse): void {
  const socket: Counted = this.req.socket;
  socket[UNDER_WAY] = (socket[UNDER_WAY] ?? 1) - 1;
}
