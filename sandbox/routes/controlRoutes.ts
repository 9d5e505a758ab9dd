import type { FastifyInstance } from 'fastify';
import { readFaultScript } from '../faults/readFaultScript.ts';
import type { Gateway } from '../gateway.ts';

/** The way in for tests and demonstrations. It is never the object of a fault. */
export function controlRoutes(gateway: Gateway) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    // Whatever the content type says: a script typed with curl is JSON, and a reset has no body.
    app.addContentTypeParser('*', { parseAs: 'string' }, async (_: unknown, body: unknown) => body);

    app.get('/ledger', async () => gateway.desk.snapshot());
    app.get('/faults', async () => gateway.faults.installed());

    app.post('/faults', async (request, reply) => {
      const read = readJson(request.body);
      if ('mistakes' in read) return reply.code(400).send(read);
      const checked = readFaultScript(read.value);
      if ('mistakes' in checked) return reply.code(400).send(checked);
      gateway.faults.install(checked.script);
      return gateway.faults.installed();
    });

    app.post('/reset', async () => {
      gateway.reset();
      return { reset: true };
    });
  };
}

function readJson(body: unknown): { value: unknown } | { mistakes: string[] } {
  try {
    return { value: JSON.parse(String(body ?? '')) };
  } catch (error) {
    return { mistakes: [`script: not JSON (${(error as Error).message})`] };
  }
}
