import { isUtf8 } from 'node:buffer';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Call } from '../../platform/protocol/call.ts';
import { readCall } from '../../platform/wire/readCall.ts';
import { takeForms } from '../../platform/wire/takeForms.ts';
import { writeRefusal, writeResult } from '../../platform/wire/writeAnswer.ts';
import type { PlatformClock } from '../clock/platformClock.ts';
import { CALL_HEADER, NEXT_HEADER, nextHeader, readCallHeader } from './callHeaders.ts';
import { isPrivate } from './isPrivate.ts';
import { later } from './later.ts';
import { lineOf } from './lineOf.ts';
import { type CallRecord, type CallWatcher, newRecord, type Reply, type Served } from './reply.ts';
import type { CallServer } from './serveCall.ts';
import { LineFull, Turns } from './turns.ts';
import { SenderGone } from './waitingLine.ts';

/** The path of the platform's one address, and of ours. */
export const DOOR_PATH = '/router/rest';

/** Calls under way in one relay; those of ten thousand tills that all come back at once are held for a moment. */
const MOST_CALLS = 4_000;

/** A call has a dozen. To take thousands apart and put them in order takes longer than a hundred calls. */
const MOST_PARAMETERS = 256;

/**
 * An answer bears the type that the platform gives it. In a browser it is a page of nobody: the fleet's page has the same
 * origin, and no cache keeps what one call was answered.
 */
const NO_PAGE = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

export interface DoorParts {
  server: CallServer;
  /** Whether a key is one that has called before: `KnownCallers.isKept`. */
  isKept: (appKey: string) => boolean;
  clock: PlatformClock;
  watch: CallWatcher;
  /** Told of what threw: never its message, which may hold what was sent. */
  failed: (error: unknown) => void;
  /** Ms that never go backwards. */
  monotonic: () => number;
}

/** The platform's address, as tills call it. */
export function door({ server, isKept, clock, watch, failed, monotonic }: DoorParts) {
  return async (app: FastifyInstance): Promise<void> => {
    let underWay = 0;
    const turns = new Turns(monotonic);
    await takeForms(app);
    app.all(DOOR_PATH, async (request, reply) => {
      if (parametersOf(request) > MOST_PARAMETERS) return reply.code(413).send();
      const call = await readCall(request, false, (body) =>
        turns.next(lineOf(request, body, isKept), reply.raw),
      ).catch(whyNotRead);
      if (call === 'gone') return reply.hijack();
      if (call === 'full') return reply.code(503).header('connection', 'close').send();
      const record = newRecord();
      underWay += 1;
      try {
        const served = await serve(call, request, record);
        endIn(served.reply, record);
        watch(record);
        return answer(served, call, reply);
      } finally {
        underWay -= 1;
      }
    });

    async function serve(call: Call, request: FastifyRequest, record: CallRecord): Promise<Served> {
      if (underWay > MOST_CALLS) return server.refuseForPlace(call);
      const said = readCallHeader(request.headers[CALL_HEADER]);
      record.urgency = said.urgency;
      const { socket } = request.raw;
      const hold = async (milliseconds: number): Promise<boolean> => {
        if (milliseconds > 0) await sleep(milliseconds);
        return !socket.destroyed;
      };
      try {
        return await server.serve(call, { said, hold, isPrivate: isPrivate(socket) }, record);
      } catch (error) {
        failed(error);
        return { reply: refusedFor('relay-failed'), next: null };
      }
    }

    function ownDate(tellsTime: boolean): string | null {
      return tellsTime ? new Date(clock.now()).toUTCString() : clock.dateHeader();
    }

    function answer(
      { reply, next, tellsTime = false }: Served,
      call: Call,
      to: FastifyReply,
    ): FastifyReply {
      to.headers(NO_PAGE);
      const date = (reply.kind === 'passed' ? reply.answer.date : null) ?? ownDate(tellsTime);
      if (date === null) to.raw.sendDate = false;
      else to.header('date', date);
      if (next !== null) to.header(NEXT_HEADER, nextHeader(next));
      switch (reply.kind) {
        case 'passed': {
          const { status, contentType, body } = reply.answer;
          if (contentType !== null) to.header('content-type', contentType);
          return to.code(status).send(inOneWrite(contentType, body));
        }
        case 'refused': {
          const { contentType, body } = writeRefusal(reply.refusal, call);
          return to.header('content-type', contentType).send(body);
        }
        case 'result': {
          const { contentType, body } = writeResult(reply.method, reply.content, call);
          return to.header('content-type', contentType).send(body);
        }
        case 'doubt':
          return to.code(502).send();
        case 'gone':
          to.hijack();
          return to;
      }
    }
  };
}

/** A type that fastify hands on as it is beside a text too: it adds a character set where there is none. */
const WHOLE_TYPE = /^[\w.+-]+\/[\w.+-]+; ?charset=[\w-]+$/i;

/** The same bytes; as a text where that is sure to change nothing, which leaves in one write together with the head. */
function inOneWrite(contentType: string | null, body: Buffer): Buffer | string {
  return WHOLE_TYPE.test(contentType ?? '') && isUtf8(body) ? body.toString('utf8') : body;
}

/** At the most so many stand in query and form: counted, and not read. */
function parametersOf({ raw, body }: FastifyRequest): number {
  const query = /\?(.*)/s.exec(raw.url ?? '')?.[1] ?? '';
  const { text = '' } = (body ?? {}) as { text?: string };
  return partsOf(query) + partsOf(text);
}

function partsOf(form: string): number {
  if (form === '') return 0;
  let count = 1;
  for (let at = form.indexOf('&'); at >= 0; at = form.indexOf('&', at + 1)) count += 1;
  return count;
}

function refusedFor(reason: Parameters<typeof later>[0]): Reply {
  return { kind: 'refused', refusal: later(reason) };
}

function endIn(reply: Reply, record: CallRecord): void {
  switch (reply.kind) {
    case 'passed':
      record.end = 'answered';
      return;
    case 'refused': {
      const { code, subCode } = reply.refusal;
      record.end = 'refused';
      record.code = subCode === undefined ? String(code) : `${code} ${subCode}`;
      return;
    }
    case 'result':
      record.end = 'served';
      return;
    default:
      record.end = reply.kind;
  }
}

function whyNotRead(error: unknown): 'full' | 'gone' {
  if (error instanceof LineFull) return 'full';
  if (error instanceof SenderGone) return 'gone';
  throw error;
}
