import { Readable } from 'node:stream';
import { net, type Session, session as sessions } from 'electron';
import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import { BesideLogins } from '../gateway/besideLogins.ts';
import { hasCostProcess, networkGeneration } from '../gateway/networkProcess.ts';
import type { ProxyLogins } from '../gateway/proxyLogins.ts';
import { heedSystemProxy } from '../gateway/systemProxy.ts';
import { denyPermissions, fetchNoDictionary } from '../window/lockDown.ts';
import type { FeedGet } from './feedExecutor.ts';

/** Said by a proxy. */
const PROXY_WANTS_PASSWORD = 407;

/** A server that has cost the PC its network process is not asked for so long (ms). */
const BARRED_MS = 24 * 60 * 60_000;

let opened = 0;

/** A session in memory, and where it has offered name and password, by the edition of then. */
interface Way {
  session: Session;
  ready: Promise<void>;
  offered: Map<string, number>;
  generation: number;
}

function openWay(): Way {
  opened += 1;
  const session = sessions.fromPartition(`updates-${opened}`, { cache: false });
  denyPermissions(session);
  fetchNoDictionary(session);
  const ready = heedSystemProxy(session);
  return { session, ready, offered: new Map(), generation: networkGeneration() };
}

/**
 * Asks over Electron's network stack, where the system's proxies and certificates apply, on a session of its own. A proxy
 * that asks who is there is told what it has taken from a save or a report to the relay before: `logins` are theirs. No
 * session outlives its network process, so there is another one after its end.
 */
export function electronGet(proxy: () => ProxyAccount | null, logins: ProxyLogins): FeedGet {
  const beside = new BesideLogins(logins);
  const barredUntil = new Map<string, number>();
  let way = openWay();
  /** By the server: until it is known what the call before has cost. */
  const judged = new Map<string, Promise<void>>();
  return async (url, headers, signal) => {
    await judged.get(url.origin);
    if (performance.now() < (barredUntil.get(url.origin) ?? 0)) throw new Error('barred');
    if (way.generation !== networkGeneration()) way = openWay();
    const { session, ready, offered, generation } = way;
    await ready;
    const account = proxy();
    const edition = beside.editionOf(account);
    // What the session has kept, and holds no more, it would send again by itself.
    if ([...offered.values()].some((offeredIn) => offeredIn !== edition)) {
      // A network process that ends meanwhile never answers.
      await Promise.race([session.clearAuthCache(), aborted(signal)]);
      signal.throwIfAborted();
      offered.clear();
    }
    // Of an end that has come meanwhile nobody hears any more.
    signal.throwIfAborted();
    const login = beside.forCall(account, offered);
    return new Promise((resolve, reject) => {
      const request = net.request({
        ...{ url: url.href, session, redirect: 'manual', cache: 'no-store', credentials: 'omit' },
        headers: headers as Record<string, string>,
      });
      let isAwaited = true;
      /** Lost, or given up, at whatever part of it: some answers end the network process, or leave it no time for anybody. */
      const judge = () => {
        if (!isAwaited) return;
        isAwaited = false;
        const told = hasCostProcess(session, generation).then((hasCost) => {
          if (hasCost) barredUntil.set(url.origin, performance.now() + BARRED_MS);
        });
        judged.set(url.origin, told);
      };
      const lost = (error: unknown) => {
        judge();
        login.ended();
        reject(error);
      };
      request.on('login', (by, give) => login.asked(by, give));
      request.on('error', lost);
      request.on('redirect', (status) => {
        request.abort();
        judge();
        login.ended();
        resolve({ status, body: Readable.from([]) });
      });
      request.on('response', (response) => {
        if (response.statusCode === PROXY_WANTS_PASSWORD) login.refused();
        else login.passed();
        login.ended();
        response.on('end', () => {
          isAwaited = false;
        });
        response.on('error', judge);
        response.on('aborted', judge);
        resolve({ status: response.statusCode, body: response as unknown as Readable });
      });
      signal.addEventListener('abort', () => {
        request.abort();
        lost(new Error('ended'));
      });
      request.end();
    });
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
