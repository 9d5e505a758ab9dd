import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How many calls of a connection are under way: on the socket itself, since every other place is looked for with each call. */
const UNDER_WAY = Symbol('calls under way');

type Counted = Socket & { [UNDER_WAY]?: number };

/** So many calls of one connection are under way at the same time. A client that waits for each answer has one. */
const MOST = 8;

/**
 * Ends a connection on which calls come that wait for no answer. Node hands over all that stand in one piece of 64 KiB, thousands, before
 * anybody else has its turn: twenty such connections, at half a megabyte a second, took a relay from every till. What stands behind
 * that is not looked at.
 */
export function keepCallsInARow(server: Server): void {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const socket: Counted = request.socket;
    if (socket.destroyed) return;
    const count = socket[UNDER_WAY] ?? 0;
    if (count >= MOST) {
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
