import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Clock } from '../clock/clock.ts';
import { errorCode } from '../files/durableFile.ts';
import { answerWith } from './answerWith.ts';
import { type ApiParts, createApiApp } from './apiApp.ts';
import { Connections } from './connections.ts';
import { type CallLimits, createGuard } from './guard.ts';
import { refusalText, refuse } from './refusal.ts';
import { RefusedConnections } from './refusedConnections.ts';

/** Nobody else's: no other PC comes to it. */
const HOST = '127.0.0.1';

/** More than any POS program has open (and no more files of the process than the store can spare). */
const MAX_CONNECTIONS = 32;

/** A head comes at once, and a whole request soon (ms): a body of 64 KiB over this PC's own network takes no time. */
const HEAD_WITHIN_MS = 5_000;
const REQUEST_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 1_000;

/** A crowd that has no token hears so late (ms) that it is one: as fast as it comes it would keep the window waiting. */
const CROWD_WAITS_MS = 100;

const MAX_HEAD_BYTES = 8 * 1_024;

/** As fast as a program that watches the till, and a POS program beside it, would ever ask. */
export const USUAL_LIMITS: CallLimits = {
  atOnce: 200,
  perSecond: 50,
  strangersAtOnce: 50,
  strangersPerSecond: 10,
};

export interface ServeOptions extends ApiParts {
  /** 0: any that is free. */
  port: number;
  token: string;
  clock: Clock;
  limits?: CallLimits;
}

export interface ApiServer {
  readonly port: number;
  /** How many there are now. */
  readonly connections: number;
  /** Takes no more calls; what is under way has `deadline` ms. */
  close(deadline: number): Promise<void>;
}

/** Answers at this port until it is closed. Rejects with the system's own error (`EADDRINUSE`, …). */
export async function serveApi(options: ServeOptions): Promise<ApiServer> {
  const { token, clock, limits = USUAL_LIMITS, metrics, streams } = options;
  const connections = new Connections(MAX_CONNECTIONS);
  const app = createApiApp(options);
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const underWay = new Set<ServerResponse>();
  let isClosing = false;
  const server = createServer({
    headersTimeout: HEAD_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionsCheckingInterval: LOOK_EVERY_MS,
    keepAliveTimeout: HEAD_WITHIN_MS,
    maxHeaderSize: MAX_HEAD_BYTES,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: HOST, exclusive: true }, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const guard = createGuard({ port, token, clock, limits });
  const refusedConnections = new RefusedConnections();

  const take = (request: IncomingMessage, response: ServerResponse, waitsForBody = false) => {
    // It was told that there are too many: what came in the same moment is not done behind that.
    if (!connections.has(request.socket)) return;
    const refused = guard.check(request);
    if (refused?.isStranger !== true) connections.know(request.socket);
    if (refused !== null) {
      const refusal = refuse(refused.refusal);
      metrics.note('refused', refusal.status, null);
      // Of the rest nothing is read.
      if (refused.isStranger) refusedConnections.add(request.socket);
      const more = refused.isStranger ? { connection: 'close' } : {};
      const tell = () =>
        answerWith(response, { ...refusal, headers: { ...refusal.headers, ...more } });
      const isCrowd = refused.isStranger && refused.refusal.code === 'call.too-fast';
      if (isCrowd) setTimeout(tell, CROWD_WAITS_MS).unref();
      else tell();
      return;
    }
    if (isClosing) response.shouldKeepAlive = false;
    if (waitsForBody) response.writeContinue();
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    void answer(request, response);
  };
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    refusedConnections.watch(socket);
  });
  server.on('request', (request, response) => take(request, response));
  // Node would answer both by itself, and as fast as anybody asks.
  server.on('checkContinue', (request, response) => take(request, response, true));
  server.on('checkExpectation', (request, response) => take(request, response));
  server.on('clientError', (error, socket) => {
    if (!(socket as Socket).writable) {
      socket.destroy();
      return;
    }
    const isLate = errorCode(error) === 'ERR_HTTP_REQUEST_TIMEOUT';
    // What comes behind the head is not looked at: it is no HTTP then, and the answer is on its way.
    if (refusedConnections.has(socket) && !isLate) return;
    // What is whole may have been done by now: nothing takes the place of its answer, whatever comes behind it.
    const whole = [...underWay].filter(({ req }) => req.socket === socket && req.complete).at(-1);
    if (whole !== undefined) {
      whole.shouldKeepAlive = false;
      return;
    }
    socket.end(refusalText({ code: isLate ? 'body.too-slow' : 'request.refused' }));
  });
  return {
    port,
    get connections() {
      return connections.size;
    },
    close: async (deadline) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection would stay open for the next call, and the end would wait for it.
      isClosing = true;
      for (const response of underWay) response.shouldKeepAlive = false;
      streams.end();
      server.closeIdleConnections();
      const stop = clock.after(deadline, () => connections.end());
      if (underWay.size === 0) connections.end();
      await closed;
      stop();
    },
  };
}
