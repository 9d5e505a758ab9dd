import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call } from '../../platform/protocol/call.ts';
import type { Connections } from './connections.ts';
import type { Delivery } from './delivery.ts';
import { flood, trickle } from './endless.ts';
import { renderAnswer } from './renderAnswer.ts';

/** Puts a delivery on the wire, or takes the wire away. */
export function deliver(
  delivery: Delivery,
  call: Call,
  request: FastifyRequest,
  reply: FastifyReply,
  connections: Connections,
): FastifyReply {
  switch (delivery.how) {
    case 'answer': {
      const { contentType, body } = renderAnswer(delivery.answer, call);
      return reply.header('content-type', contentType).send(body);
    }
    case 'cut': {
      const { contentType, body } = renderAnswer(delivery.answer, call);
      const bytes = Buffer.from(body);
      const half = bytes.subarray(0, Math.floor(bytes.length / 2));
      return reply.header('content-type', contentType).send(half);
    }
    case 'page':
      return reply
        .code(delivery.status)
        .header('content-type', delivery.contentType)
        .headers(delivery.headers)
        .send(delivery.body);
    case 'endless': {
      const { head, by, part } = delivery;
      const source = Readable.from(by === 'trickle' ? trickle(head) : flood(head));
      if (part === 'head') {
        reply.hijack();
        // Below HTTP: nothing ends what has no length.
        source.on('error', () => undefined).pipe(request.raw.socket);
        request.raw.socket.once('close', () => source.destroy());
        return reply;
      }
      reply.header('content-type', 'text/html');
      if (by !== 'packed') return reply.send(source);
      return reply.header('content-encoding', 'gzip').send(source.pipe(createGzip()));
    }
    case 'silence':
      return reply.hijack();
    case 'close':
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    case 'reset':
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return reply;
    case 'resetAll':
      reply.hijack();
      connections.resetAll();
      return reply;
  }
}
