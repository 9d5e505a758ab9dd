import type { IncomingMessage, ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { OPERATIONS, type OperationName } from '../../app/api/apiOperations.ts';
import type { ApiHealth } from '../../app/api/apiSchemas.ts';
import { openApiDocument } from '../../app/api/openApiDocument.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Log } from '../log.ts';
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

type Call = Context<{ Bindings: { incoming: IncomingMessage; outgoing: ServerResponse } }>;

/** One for each operation of the document; a forgotten one is a type error. */
type Answers = { [Name in OperationName]: (call: Call) => Promise<Response> | Response };

/** What the API answers whoever was let in. */
export function createApiApp(parts: ApiParts) {
  const { version, register, fillForm, health, saves, streams, metrics, log } = parts;
  const app = new Hono<{ Bindings: { incoming: IncomingMessage; outgoing: ServerResponse } }>();
  const document = openApiDocument(version);

  const answers: Answers = {
    registerMember: (call) =>
      withJson(call, (json) => register(json, call.req.header('idempotency-key'))),
    fillForm: (call) => withJson(call, fillForm),
    findSave: (call) => {
      const save = saves.find(call.req.param('requestId') ?? '');
      if (save === undefined) return send(call, refuse({ code: 'member.unknown' }));
      return call.json(describeSaveState(save));
    },
    streamEvents: (call) => {
      const isTaken = streams.add(call.env.outgoing);
      return isTaken ? RESPONSE_ALREADY_SENT : send(call, refuse({ code: 'connections.too-many' }));
    },
    getHealth: (call) => call.json(health()),
    getMetrics: async (call) =>
      call.body(await metrics.text(), 200, { 'content-type': metrics.type }),
    getDocument: (call) => call.json(document),
  };

  app.use(async (call, next) => {
    await next();
    if (call.env.outgoing.headersSent) return;
    call.header('cache-control', 'no-store');
    call.header('x-content-type-options', 'nosniff');
  });
  for (const { name, method, path } of OPERATIONS) {
    const route = path.replace(/\{(\w+)\}/g, ':$1');
    app.on(method.toUpperCase(), route, async (call) => {
      const start = performance.now();
      const response = await answers[name](call);
      const isStream = name === 'streamEvents';
      const seconds = isStream ? null : (performance.now() - start) / 1_000;
      metrics.note(name, response.status, seconds);
      return response;
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
  call: Call,
  work: (json: unknown) => Promise<ApiAnswer>,
): Promise<Response> {
  const body = await readBody(call.env.incoming, MAX_BODY_BYTES);
  if (typeof body === 'string') {
    call.header('connection', 'close');
    return send(call, refuse({ code: body === 'gone' ? 'body.too-slow' : 'body.too-large' }));
  }
  const read = readJson(call.req.header('content-type'), body);
  return send(call, read.ok ? await work(read.json) : refuse(read.refusal));
}

function send(call: Call, { status, body, headers = {} }: ApiAnswer): Response {
  return call.json(body as object, status as 200, headers);
}
