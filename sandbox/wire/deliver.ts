import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call } from '../protocol/call.ts';
import type { Connections } from './connections.ts';
import type { Delivery } from './delivery.ts';
import { renderAnswer } from './renderAnswer.ts';

/** Nearly endless: a client that has no limit of its own ends all the same (64 MiB). */
function* endless(head: string): Generator<string> {
  yield head;
  for (let part = 0; part < 1_024; part += 1) yield ' '.repeat(64 * 1_024);
}

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
    case 'endless':
      return reply.header('content-type', 'text/html').send(Readable.from(endless(delivery.head)));
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
