import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { OPERATIONS, type OperationName } from '../../app/api/apiOperations.ts';
import type { ApiHealth } from '../../app/api/apiSchemas.ts';
import { openApiDocument } from '../../app/api/openApiDocument.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Log } from '../log.ts';
import { answerWith } from './answerWith.ts';
import type { ApiMetrics } from './apiMetrics.ts';
import type { EventStreams } from './eventStreams.ts';
import { readBody } from './readBody.ts';
import { MAX_BODY_BYTES, readJson } from './readJson.ts';
import { type ApiAnswer, refuse } from './refusal.ts';
import { describeSaveState } from './saveState.ts';

/** What the calls of the API do. */
export interface ApiParts {
  version: string;
  register: (json: unknown, key: string | undefined) => Promise<ApiAnswer>;
  fillForm: (json: unknown) => Promise<ApiAnswer>;
  health: () => ApiHealth;
  saves: Pick<Saves, 'find'>;
  streams: EventStreams;
  metrics: ApiMetrics;
  log: Log;
}

type Surroundings = { Bindings: { incoming: IncomingMessage; outgoing: ServerResponse } };
type Call = Context<Surroundings>;

/** One for each operation of the document; a forgotten one is a type error. Null: it has answered by itself. */
type Answers = { [Name in OperationName]: (call: Call) => Promise<ApiAnswer> | ApiAnswer | null };

/**
 * What the API answers whoever was let in. Each answer is written to the connection itself: as an object of the web's it
 * would be read back out of a stream, which takes longer than the save.
 */
export function createApiApp(parts: ApiParts) {
  const { version, register, fillForm, health, saves, streams, metrics, log } = parts;
  const app = new Hono<Surroundings>();
  const document = openApiDocument(version);

  const answers: Answers = {
    registerMember: (call) => {
      const { 'idempotency-key': key } = call.env.incoming.headers;
      return withJson(call, (json) => register(json, typeof key === 'string' ? key : undefined));
    },
    fillForm: (call) => withJson(call, fillForm),
    findSave: (call) => {
      const save = saves.find(call.req.param('requestId') ?? '');
      if (save === undefined) return refuse({ code: 'member.unknown' });
      return { status: 200, body: describeSaveState(save) };
    },
    streamEvents: (call) =>
      streams.add(call.env.outgoing) ? null : refuse({ code: 'connections.too-many' }),
    getHealth: () => ({ status: 200, body: health() }),
    getMetrics: async () => {
      const headers = { 'content-type': metrics.type };
      return { status: 200, body: await metrics.text(), headers };
    },
    getDocument: () => ({ status: 200, body: document }),
  };

  const send = (call: Call, answer: ApiAnswer | null) => {
    if (answer !== null) answerWith(call.env.outgoing, answer);
    return RESPONSE_ALREADY_SENT;
  };
  for (const { name, method, path } of OPERATIONS) {
    const route = path.replace(/\{(\w+)\}/g, ':$1');
    app.on(method.toUpperCase(), route, async (call) => {
      const start = performance.now();
      const answer = await answers[name](call);
      // A stream has no end of its own.
      const seconds = answer === null ? null : (performance.now() - start) / 1_000;
      metrics.note(name, answer?.status ?? 200, seconds);
      return send(call, answer);
    });
    app.all(route, (call) => send(call, refuse({ code: 'method.refused' })));
  }
  app.notFound((call) => send(call, refuse({ code: 'path.unknown' })));
  app.onError((error, call) => {
    log.error('api call failed', { error: error.stack ?? String(error) });
    return send(call, refuse({ code: 'till.failed' }));
  });
  return app;
}

async function withJson(
  { env: { incoming } }: Call,
  work: (json: unknown) => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const body = await readBody(incoming, MAX_BODY_BYTES);
  if (typeof body === 'string') {
    const answer = refuse({ code: body === 'gone' ? 'body.too-slow' : 'body.too-large' });
    return { ...answer, headers: { connection: 'close' } };
  }
  const read = readJson(incoming.headers['content-type'], body);
  return read.ok ? work(read.json) : refuse(read.refusal);
}
