import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { readCall } from '../../platform/wire/readCall.ts';
import { takeForms } from '../../platform/wire/takeForms.ts';
import type { Gateway } from '../gateway.ts';
import { Connections } from '../wire/connections.ts';
import { deliver } from '../wire/deliver.ts';

/** The path of the platform's one address. */
export const gatewayPath = '/router/rest';

/** Serves the gateway. `closing` ends the waits of slow answers. */
export function gatewayRoute(gateway: Gateway, closing: AbortSignal) {
  return async (app: FastifyInstance): Promise<void> => {
    const connections = new Connections();
    await takeForms(app);

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
