import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** A call of a till has two kilobytes. Whatever says that it is no longer than this is always read (bytes). */
const USUAL = 8 * 1024;

/** So many longer ones come in at the same time: together 16 MiB at the most. */
const MOST_LONG = 256;

/**
 * Keeps the memory for bodies that are still on their way: whoever opens thousands of connections and sends most of a long
 * call on each could fill it, without any key. A long call more than there is room for is 503, unread, and its
 * connection ends; usual ones are read as ever.
 */
export function keepBodyRoom(app: FastifyInstance): void {
  let long = 0;
  // No promise for it: it is asked for every call.
  app.addHook('onRequest', (request, reply, done) => {
    if (!mayBeLong(request.headers)) return done();
    if (long >= MOST_LONG) {
      reply.code(503).header('connection', 'close').send();
      return;
    }
    long += 1;
    reply.raw.once('close', () => {
      long -= 1;
    });
    done();
  });
}

/** What comes in chunks does not say how long it is. */
function mayBeLong(headers: IncomingHttpHeaders): boolean {
  if (headers['transfer-encoding'] !== undefined) return true;
  return Number(headers['content-length'] ?? 0) > USUAL;
}
