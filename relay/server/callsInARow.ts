import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** So many calls of one connection are under way at the same time. A client that waits for each answer has one. */
const MOST = 8;

/**
 * Ends a connection on which calls come that wait for no answer. Node hands over all that stand in one piece of 64 KiB, thousands, before
 * anybody else has its turn: twenty such connections, at half a megabyte a second, took a relay from every till. What stands behind
 * that is not looked at.
 */
export function keepCallsInARow(server: Server): void {
  const underWay = new WeakMap<Socket, number>();
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    if (socket.destroyed) return;
    const count = underWay.get(socket) ?? 0;
    if (count >= MOST) {
      socket.destroy();
      return;
    }
    underWay.set(socket, count + 1);
    response.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1));
    for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
  });
}
