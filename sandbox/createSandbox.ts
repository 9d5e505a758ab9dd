import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import type { LedgerSnapshot, RequestEntry } from './business/ledger.ts';
import type { FaultScript } from './faults/faultSchema.ts';
import { readFaultScript } from './faults/readFaultScript.ts';
import { Gateway } from './gateway.ts';
import type { AppRegistration } from './protocol/checkContext.ts';
import type { QuotaLimit } from './protocol/quota.ts';
import { controlRoutes } from './routes/controlRoutes.ts';
import { gatewayPath, gatewayRoute } from './routes/gatewayRoute.ts';

/** How to run a sandbox. */
export interface SandboxOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  appKey: string;
  appSecret: string;
  /** The one valid session token. Without it, any token that is not empty is valid. */
  session?: string;
  /** Milliseconds since 1970; default the real clock. Waits of slow answers are real all the same. */
  now?: () => number;
  faults?: FaultScript;
  /** Stays through `reset()`, unlike the quota of a fault script, which goes before it. */
  quota?: QuotaLimit;
}

/** A running sandbox. */
export interface Sandbox {
  /** The gateway's address, path included. */
  readonly url: string;
  /** The address under which `/ledger`, `/faults` and `/reset` live. */
  readonly controlUrl: string;
  readonly port: number;
  ledger(): LedgerSnapshot;
  requests(): RequestEntry[];
  /** Replaces the script. Throws a TypeError that lists the mistakes of a bad one. */
  setFaults(faults: FaultScript): void;
  /** Back to the first moment: no effects, no faults, no bans, no memory of ids or signs. */
  reset(): void;
  /** Ends every connection at once, hanging ones too. */
  close(): Promise<void>;
}

/** Starts a sandbox. Rejects when the port cannot be had. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', now = Date.now } = options;
  const gateway = new Gateway(registrationOf(options), now);
  installFaults(gateway, options.faults ?? {});

  const closing = new AbortController();
  const app = fastify({ forceCloseConnections: true });
  // Clients learn the gateway's clock from this header, so it must not be the real one.
  app.addHook('onSend', async (_request, reply) => {
    // A scripted page may bring its own date, as a captive portal does.
    if (!reply.hasHeader('date')) reply.header('date', new Date(gateway.time()).toUTCString());
  });
  await app.register(gatewayRoute(gateway, closing.signal));
  await app.register(controlRoutes(gateway), { prefix: '/__control' });
  await app.listen({ port, host });

  const address = app.server.address() as AddressInfo;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  return {
    url: `${origin}${gatewayPath}`,
    controlUrl: `${origin}/__control`,
    port: address.port,
    ledger: () => gateway.desk.snapshot(),
    requests: () => gateway.desk.snapshot().requests,
    setFaults: (faults) => installFaults(gateway, faults),
    reset: () => gateway.reset(),
    close: async () => {
      closing.abort();
      await app.close();
    },
  };
}

function registrationOf({ appKey, appSecret, session, quota }: SandboxOptions): AppRegistration {
  return {
    appKey,
    appSecret,
    ...(session === undefined ? {} : { session }),
    ...(quota === undefined ? {} : { quota }),
  };
}

function installFaults(gateway: Gateway, faults: FaultScript): void {
  const read = readFaultScript(faults);
  if ('mistakes' in read) throw new TypeError(`bad fault script\n${read.mistakes.join('\n')}`);
  gateway.faults.install(read.script);
}
