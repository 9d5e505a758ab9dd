import type { Socket } from 'node:net';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
  fastify,
  LogController,
} from 'fastify';
import { keepCallsInARow } from './callsInARow.ts';
import type { TlsTexts } from './tlsFiles.ts';

/** The longest body of a call (bytes). */
const LONGEST_BODY = 64 * 1024;

/** The longest head of a request, its parameters in the query included (bytes). */
const LONGEST_HEAD = 16 * 1024;

/**
 * A connection on which nothing comes is closed (ms), and so is one on which nothing goes, since nobody reads what it is answered. The
 * longest call takes half of it.
 */
const IDLE = 75_000;

/** For the head, and for all of a request (ms): a till sends two kilobytes. */
const PATIENCE: Patience = { head: 10_000, request: 15_000 };

/** So often what is slow is looked for (ms). */
const CHECKED = 500;

/** How long a head, and a whole request, may take to come, and a connection be still (ms). */
export interface Patience {
  head: number;
  request: number;
  /** Default 75 s. */
  idle?: number;
}

export interface ServerOptions {
  logger: FastifyServerOptions['logger'];
  tls: TlsTexts | null;
  mostConnections: number;
  /** Whose X-Forwarded-… headers are believed: addresses and networks. */
  trustedProxies?: readonly string[];
  patience?: Patience;
}

/** Where HTTP itself is wrong, nothing of it is answered but that. */
const STATUS_OF: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** A server that takes no more than a call needs, from nobody. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { logger, tls, mostConnections, trustedProxies = [], patience = PATIENCE } = options;
  const { idle = IDLE } = patience;
  const http = {
    maxHeaderSize: LONGEST_HEAD,
    headersTimeout: patience.head,
    requestTimeout: patience.request,
    connectionsCheckingInterval: CHECKED,
    keepAliveTimeout: idle,
    insecureHTTPParser: false,
    // It is looked at where calls are counted.
    requireHostHeader: false,
  };
  const app = fastify({
    ...(logger === undefined ? {} : { logger }),
    ...(tls === null ? { http } : { https: { ...http, ...tls, ...ofTls(patience.head) } }),
    ...(trustedProxies.length === 0 ? {} : { trustProxy: [...trustedProxies] }),
    bodyLimit: LONGEST_BODY,
    requestTimeout: patience.request,
    keepAliveTimeout: idle,
    connectionTimeout: idle,
    // It would log addresses with the parameters in them.
    logController: new LogController({ disableRequestLogging: true }),
    // Nothing is logged of a request but its call, which has no number: a log of its own for each would be made for nothing.
    childLoggerFactory: (log: FastifyBaseLogger) => log,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: false,
    clientErrorHandler: refuseHttp,
  } as FastifyServerOptions) as unknown as FastifyInstance;
  // No body is read but where a route says how: those that fastify has by itself keep each piece of one.
  app.removeAllContentTypeParsers();
  app.server.maxConnections = mostConnections;
  keepCallsInARow(app.server);
  return app;
}

/** A connection that has not greeted yet is not one of HTTP's, whose times do not bind it: Node's own would be two minutes. */
function ofTls(handshakeTimeout: number) {
  return { minVersion: 'TLSv1.2', handshakeTimeout } as const;
}

function refuseHttp(error: Error & { code?: string }, socket: Socket): void {
  // On a connection whose TLS never came about, or that is gone, there is nobody to say it to.
  if (!socket.writable || !/^(?:HPE|ERR_HTTP)_/.test(error.code ?? '')) {
    socket.destroy();
    return;
  }
  const status = STATUS_OF[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  // Whoever never closes his half would else have it for good, and nobody looks at it again.
  socket.destroySoon();
}
