import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How many calls of a connection are under way: on the socket itself, since every other place is looked for with each call. */
const UNDER_WAY = Symbol('calls under way');

type Counted = Socket & {
  [UNDER_WAY]?: number;
  /** Node's own, of which it says nothing. */
  parser?: { onIncoming: () => number } | null;
};

/** So many calls of one connection are under way at the same time. A client that waits for each answer has one. */
const MOST = 8;

/**
 * Lines of a head: a call has a dozen, and a few more from each proxy. Of thousands each takes many times its bytes, and of more than
 * this none are kept: what stands in those that are missing nobody knows.
 */
const MOST_HEADER_LINES = 100;

/** What Node's parser is told so that it reads no further. */
const NO_FURTHER = 2;

/**
 * Ends a connection on which calls come that wait for no answer. Node hands over all that stand in one piece of 64 KiB, thousands, before
 * anybody else has its turn: twenty such connections, at half a megabyte a second, took a relay from every till. What stands behind
 * that is not looked at. Nothing is answered uncounted: what says for nobody whom it is for (so the server has to be told not to
 * look at that by itself), or expects what nobody does, is refused here.
 */
export function keepCallsInARow(server: Server): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.maxHeadersCount = MOST_HEADER_LINES;
  server.on('request', (request, response) => {
    if (!mayBegin(request, response)) return;
    if (hasTooManyLines(request)) {
      end(response, 431);
      return;
    }
    if (request.headers.host === undefined && request.httpVersion === '1.1') {
      end(response, 400);
      return;
    }
    for (const listener of listeners) listener.call(server, request, response);
  });
  server.on('checkExpectation', (request, response) => {
    if (mayBegin(request, response)) end(response, hasTooManyLines(request) ? 431 : 417);
  });
}

function mayBegin({ socket }: { socket: Counted }, response: ServerResponse): boolean {
  if (socket.destroyed) return false;
  const count = socket[UNDER_WAY] ?? 0;
  if (count >= MOST) {
    socket.destroy();
    // It would make a call of each that stands behind this one in the same piece, which takes longer than to refuse it.
    if (socket.parser) socket.parser.onIncoming = () => NO_FURTHER;
    return false;
  }
  socket[UNDER_WAY] = count + 1;
  response.on('close', isOver);
  return true;
}

/** One name and one value of each. */
function hasTooManyLines({ rawHeaders }: IncomingMessage): boolean {
  return rawHeaders.length >= 2 * MOST_HEADER_LINES;
}

/** One for all calls, which costs less than one for each. */
function isOver(this: ServerResponse): void {
  const socket: Counted = this.req.socket;
  socket[UNDER_WAY] = (socket[UNDER_WAY] ?? 1) - 1;
}

function end(response: ServerResponse<IncomingMessage>, status: number): void {
  response.writeHead(status, { connection: 'close', 'content-length': 0 }).end();
}
