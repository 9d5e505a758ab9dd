import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { wholeText } from '../../platform/wire/wholeBody.ts';
import { Sessions } from './access/session.ts';
import { isToken } from './access/token.ts';
import { fleetPage } from './page/fleetPage.ts';
import { loginPage } from './page/loginPage.ts';
import { FLEET_SCRIPT } from './page/script.ts';
import { FLEET_ICON, FLEET_STYLE } from './page/style.ts';
import type { FleetView } from './view/fleetView.ts';
import { listFleet } from './view/listFleet.ts';
import {
  addressOf,
  LANGUAGES,
  type Language,
  type ListQuery,
  readQuery,
} from './view/listQuery.ts';

export interface PageParts {
  view: FleetView;
  /** What opens the page. */
  token: string;
  /** Ms since 1970. */
  now(): number;
}

/** No script, style, picture or form of anybody else, and no frame around the page. */
const SAFE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** What a form of the page has at most (bytes). */
const MAX_FORM = 4_096;

const ASSETS = {
  'fleet.css': ['text/css; charset=utf-8', FLEET_STYLE],
  'fleet.js': ['text/javascript; charset=utf-8', FLEET_SCRIPT],
  'icon.svg': ['image/svg+xml', FLEET_ICON],
} as const;

/** `GET /fleet` and what belongs to it: the state of every shop and till for whoever has the token. */
export async function servePage(app: FastifyInstance, parts: PageParts): Promise<void> {
  const sessions = new Sessions(parts.token, parts.now);
  // In a room of its own: these headers and this way to read a form are the page's alone.
  await app.register(async (room) => {
    room.addHook('onRequest', async (_, reply) => {
      reply.headers(SAFE_HEADERS);
    });
    room.removeAllContentTypeParsers();
    room.addContentTypeParser(
      'application/x-www-form-urlencoded',
      async (request: FastifyRequest) => new URLSearchParams(await wholeText(request, MAX_FORM)),
    );
    for (const [name, [type, text]] of Object.entries(ASSETS)) {
      room.get(`/fleet/${name}`, async (_, reply) => reply.type(type).send(text));
    }
    serveList(room, parts, sessions);
    serveDoor(room, parts, sessions);
  });
}

function serveList(room: FastifyInstance, { view, now }: PageParts, sessions: Sessions): void {
  room.get('/fleet', async (request, reply) => {
    const query = readQuery(request.query);
    const language = query.lang ?? preferred(request);
    if (!sessions.isOpen(request.headers.cookie)) {
      return sendPage(reply.code(401), loginPage(language, false, addressOf(query)));
    }
    const { fleet, isAway } = await view.now();
    const list = fleet === null ? null : await listFleet(fleet, query, now());
    const readAt = fleet?.readAt ?? now();
    return sendPage(reply, fleetPage({ language, query, list, isAway, readAt, now: now() }));
  });
}

/** In and out. */
function serveDoor(room: FastifyInstance, { token }: PageParts, sessions: Sessions): void {
  const isRight = isToken(token);
  room.post('/fleet/enter', async (request, reply) => {
    if (!isFromHere(request)) return reply.code(403).send();
    const form = formOf(request);
    const query = queryOf(form.get('next') ?? '');
    if (!isRight(form.get('token') ?? '')) {
      const language = query.lang ?? preferred(request);
      return sendPage(reply.code(401), loginPage(language, true, addressOf(query)));
    }
    reply.header('set-cookie', sessions.begin(isSecure(request)));
    return reply.redirect(addressOf(query), 303);
  });
  room.post('/fleet/leave', async (request, reply) => {
    if (!isFromHere(request)) return reply.code(403).send();
    reply.header('set-cookie', sessions.end(isSecure(request)));
    return reply.redirect('/fleet', 303);
  });
}

function sendPage(reply: FastifyReply, page: string) {
  return reply.type('text/html; charset=utf-8').send(page);
}

function formOf({ body }: FastifyRequest): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams();
}

/** The query of an address that came along in a form: whatever it says, it leads to this page and nowhere else. */
function queryOf(address: string): ListQuery {
  const [, query = ''] = address.split('?', 2);
  return readQuery(Object.fromEntries(new URLSearchParams(query)));
}

/** A browser says whose page sends a form; what says nothing is no browser that has a cookie. */
function isFromHere({ headers }: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin, host } = headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

/** Whether the browser speaks TLS: with this relay, or with the proxy before it that this relay trusts. */
function isSecure({ protocol }: FastifyRequest): boolean {
  return protocol === 'https';
}

/** The first language of the browser that the page has. */
function preferred({ headers }: FastifyRequest): Language {
  const wanted = (headers['accept-language'] ?? '').split(',').map((one) => one.trim().slice(0, 2));
  const found = wanted.flatMap((one) => LANGUAGES.filter((language) => language.startsWith(one)));
  return found[0] ?? LANGUAGES[0];
}
