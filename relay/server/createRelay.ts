import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyPluginAsync,
  FastifyServerOptions,
} from 'fastify';
import { PlatformClock } from '../clock/platformClock.ts';
import { DOOR_PATH, door } from '../door/door.ts';
import { KnownCallers } from '../door/knownCallers.ts';
import type { Methods } from '../door/methods.ts';
import type { CallWatcher } from '../door/reply.ts';
import { CallServer } from '../door/serveCall.ts';
import { ChainAccounts } from '../forward/chainAccount.ts';
import { forwardCall } from '../forward/forwardCall.ts';
import { heardAcceptances } from '../forward/heardAnswers.ts';
import { PlatformLine, type PlatformLineOptions } from '../forward/platformLine.ts';
import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import type { RelayState } from '../state/relayState.ts';
import { keepBodyRoom } from './bodyRoom.ts';
import { createServer, type Patience } from './createServer.ts';
import { healthRoutes } from './health.ts';
import { callLog, safeError } from './relayLog.ts';
import { TlsFiles, type TlsPaths } from './tlsFiles.ts';

/** The status of a body that is not read to its end. */
const TOO_MUCH = 413;

/** So often the files of the certificate are looked at (ms). */
const LOOKED_AT = 10_000;

/** Calls under way may take so long to end (ms): the longest is held for 2 s and at the platform for 15. */
const DRAIN = 20_000;

export interface RelayOptions {
  /** Default 127.0.0.1 and any free port. */
  host?: string;
  port?: number;
  tls?: TlsPaths | null;
  platform: PlatformLineOptions;
  state: RelayState;
  keys: MasterKeyPort;
  /** The relay's own methods. */
  methods?: Methods;
  /** Routes beside the door: what is measured, and the page. */
  routes?: readonly FastifyPluginAsync[];
  /** Told of every call that came to its end. */
  watch?: CallWatcher;
  /** As fastify takes it; default: nothing is logged. */
  logger?: FastifyServerOptions['logger'];
  /** So often the files of the certificate are looked at (ms); default 10 s. */
  lookedAt?: number;
  /** Default 20,000. */
  mostConnections?: number;
  /** Proxies that say whether a browser speaks TLS: addresses and networks; default none. */
  trustedProxies?: readonly string[];
  /** How long the head of a request, and all of it, may take to come, and a connection be still (ms); default 10 s, 15 s and 75 s. */
  slowest?: Patience;
  /** The machine's clock, ms since 1970. */
  now?: () => number;
  /** Ms that never go backwards. */
  monotonic?: () => number;
  /** The platform's time as the relay knows it; default one of its own. */
  clock?: PlatformClock;
}

export interface Relay {
  /** The address that tills are given, path included. */
  readonly url: string;
  /** The same without a path. */
  readonly origin: string;
  readonly port: number;
  readonly clock: PlatformClock;
  readonly log: FastifyBaseLogger;
  /** When the certificate that it shows ends (ms since 1970), null where it shows none. */
  certificateUntil(): number | null;
  /** Not ready from now on; calls are taken as before. */
  endSoon(): void;
  /** Takes no more connections, lets the calls under way end (for 20 s at most), then ends. The state stays open. */
  close(): Promise<void>;
}

/** Starts a relay. Rejects where the port cannot be had or the certificate cannot be read. */
export async function createRelay(options: RelayOptions): Promise<Relay> {
  const { state, keys, now = Date.now, host = '127.0.0.1', port = 0 } = options;
  const monotonic = options.monotonic ?? (() => performance.now());
  const clock = options.clock ?? new PlatformClock(now, monotonic);
  const files = options.tls ? new TlsFiles(options.tls) : null;
  const app = createServer({
    logger: options.logger ?? false,
    tls: files?.read() ?? null,
    mostConnections: options.mostConnections ?? 20_000,
    trustedProxies: options.trustedProxies ?? [],
    ...(options.slowest === undefined ? {} : { patience: options.slowest }),
  });
  const failed = (error: unknown) => app.log.error(safeError(error), 'failed');
  const line = new PlatformLine(options.platform);
  const accounts = new ChainAccounts(state, keys, monotonic);
  const acceptances = heardAcceptances();
  const callers = new KnownCallers(state, keys, monotonic);
  const server = new CallServer({
    state,
    callers,
    accounts,
    clock,
    methods: options.methods ?? {},
    forward: (call, account, mayGoAgain) =>
      forwardCall(call, account, { line, accounts, clock, state, acceptances, mayGoAgain }),
    failed,
    monotonic,
  });
  const logged = callLog(app.log, monotonic);
  const watch: CallWatcher = (record) => {
    logged(record);
    options.watch?.(record);
  };

  let isEnding = false;
  refuseOthers(app, failed, () => isEnding);
  keepBodyRoom(app);
  await app.register(healthRoutes({ state, accounts, isEnding: () => isEnding }));
  for (const route of options.routes ?? []) await app.register(route);
  await app.register(
    door({ server, isKept: (appKey) => callers.isKept(appKey), clock, watch, failed, monotonic }),
  );
  await app.listen({ port, host });
  const looking =
    files === null
      ? undefined
      : setInterval(reloadTls, options.lookedAt ?? LOOKED_AT, app, files, { of: '' }).unref();

  const address = app.server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  const origin = `${files === null ? 'http' : 'https'}://${name}:${address.port}`;
  return {
    url: `${origin}${DOOR_PATH}`,
    origin,
    port: address.port,
    clock,
    log: app.log,
    certificateUntil: () => files?.until ?? null,
    endSoon: () => {
      isEnding = true;
    },
    close: async () => {
      isEnding = true;
      clearInterval(looking);
      const force = setTimeout(() => app.server.closeAllConnections(), DRAIN);
      await app.close();
      clearTimeout(force);
      await line.close();
    },
  };
}

function refuseOthers(
  app: FastifyInstance,
  failed: (error: unknown) => void,
  isEnding: () => boolean,
): void {
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // The next call of this connection goes to another relay.
    if (isEnding()) reply.header('connection', 'close');
    done();
  });
  app.setNotFoundHandler(async ({ headers }, reply) => {
    // Nobody reads it, and Node would throw it away for as long as it comes.
    if (hasBody(headers)) reply.header('connection', 'close');
    return reply.code(404).send();
  });
  app.setErrorHandler(async (error: { statusCode?: number }, _request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode >= 500) failed(error);
    // The rest of it may be still to come.
    if (statusCode === TOO_MUCH) reply.header('connection', 'close');
    return reply.code(statusCode).send();
  });
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** New files take effect at the next connection; files that do not fit change nothing, and are complained of once. */
function reloadTls(app: FastifyInstance, files: TlsFiles, complained: { of: string }): void {
  try {
    const texts = files.changed();
    if (texts === null) return;
    (app.server as unknown as TlsServer).setSecureContext({ ...texts, minVersion: 'TLSv1.2' });
    app.log.info('certificate read again');
    complained.of = '';
  } catch (error) {
    const safe = safeError(error);
    const why = JSON.stringify(safe);
    if (why !== complained.of) app.log.error(safe, 'certificate not read');
    complained.of = why;
  }
}
