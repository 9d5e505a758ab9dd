import { setTimeout as sleep } from 'node:timers/promises';
import { fastifyFormbody } from '@fastify/formbody';
import { fastifyMultipart } from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import type { Gateway } from '../gateway.ts';
import { Connections } from '../wire/connections.ts';
import { deliver } from '../wire/deliver.ts';
import { readCall } from '../wire/readCall.ts';

/** The path of the platform's one address. */
export const gatewayPath = '/router/rest';

/** Serves the gateway. `closing` ends the waits of slow answers. */
export function gatewayRoute(gateway: Gateway, closing: AbortSignal) {
  return async (app: FastifyInstance): Promise<void> => {
    const connections = new Connections();
    app.removeAllContentTypeParsers();
    // The body stays text here: it is decoded with the same strictness as the query.
    await app.register(fastifyFormbody, { parser: (text) => ({ text }) });
    await app.register(fastifyMultipart);
    // Any other body is ignored, as its parameters cannot be read: "missing method" then says it.
    app.addContentTypeParser('*', { parseAs: 'buffer' }, async () => undefined);

    const wait = (milliseconds: number): Promise<void> =>
      sleep(milliseconds, undefined, { signal: closing });

    app.all(gatewayPath, async (request, reply) => {
      const { socket } = request.raw;
      const call = await readCall(request, connections.noteRequest(socket));
      try {
        const delivery = await gateway.serve(call, wait);
        return deliver(delivery, call, request, reply, connections);
      } catch (error) {
        if (!closing.aborted) throw error;
        reply.hijack();
        socket.destroy();
        return reply;
      }
    });
  };
}
