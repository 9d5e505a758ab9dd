import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { isBearer } from './access/token.ts';
import type { RelayMetrics } from './metrics/relayMetrics.ts';
import { tillsText } from './metrics/tillsText.ts';
import type { FleetView } from './view/fleetView.ts';

/** The text format of Prometheus. */
const TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export interface MetricsParts {
  view: FleetView;
  metrics: RelayMetrics;
  /** Null: whoever reaches the address may read, since it is one of its own that only Prometheus reaches. */
  token: string | null;
  /** Ms since 1970. */
  now(): number;
}

/** `GET /metrics`: the relay's own numbers, then those of every till. */
export function serveMetrics(app: FastifyInstance, parts: MetricsParts): void {
  const { token, view, metrics, now } = parts;
  const isAllowed = token === null ? () => true : isBearer(token);
  app.get('/metrics', async (request, reply) => {
    if (!isAllowed(request.headers.authorization)) {
      return reply.code(401).header('www-authenticate', 'Bearer').send();
    }
    const { fleet, isAway } = await view.now();
    const own = await metrics.text(!isAway);
    reply.header('content-type', TYPE).header('cache-control', 'no-store');
    // What tills were before the state went away is no more than a memory: Prometheus has that itself.
    const text = fleet === null || isAway ? [own] : together(own, tillsText(fleet, now()));
    return sendText(reply, Readable.from(text), request.headers['accept-encoding']);
  });
}

async function* together(own: string, tills: AsyncIterable<string>): AsyncGenerator<string> {
  yield own;
  yield* tills;
}

/** Twenty megabytes are one when they are packed, which is done beside the loop. */
function sendText(reply: FastifyReply, text: Readable, accepts: string | string[] | undefined) {
  if (!/\bgzip\b/.test(String(accepts))) return reply.send(text);
  // Whoever hangs up ends both; the reply has nobody to tell of it then.
  const packed = pipeline(text, createGzip({ level: 1 }), () => undefined);
  return reply.header('content-encoding', 'gzip').send(packed);
}
