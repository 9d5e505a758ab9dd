import { Readable } from 'node:stream';
import { net, session as sessions } from 'electron';
import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import { ProxyLogins } from '../gateway/proxyLogins.ts';
import { heedSystemProxy } from '../gateway/systemProxy.ts';
import { denyPermissions, fetchNoDictionary } from '../window/lockDown.ts';
import type { FeedGet } from './feedExecutor.ts';

/** Said by a proxy. */
const PROXY_WANTS_PASSWORD = 407;

/**
 * Asks over Electron's network stack, where the system's proxies and certificates apply, on a session of its own. What a
 * proxy is told that asks who is there is offered once, as to the gateway.
 */
export function electronGet(proxy: () => ProxyAccount | null): FeedGet {
  const logins = new ProxyLogins();
  const offered = new Map<string, number>();
  const session = sessions.fromPartition('updates', { cache: false });
  denyPermissions(session);
  fetchNoDictionary(session);
  const ready = heedSystemProxy(session);
  return async (url, headers, signal) => {
    await ready;
    // Of an end that has come meanwhile nobody hears any more.
    signal.throwIfAborted();
    const account = proxy();
    logins.editionOf(account);
    const login = logins.forCall(account, offered);
    return new Promise((resolve, reject) => {
      const request = net.request({
        ...{ url: url.href, session, redirect: 'manual', cache: 'no-store', credentials: 'omit' },
        headers: headers as Record<string, string>,
      });
      const lost = (error: unknown) => {
        login.ended();
        reject(error);
      };
      request.on('login', (by, give) => login.asked(by, give));
      request.on('error', lost);
      request.on('redirect', (status) => {
        request.abort();
        login.ended();
        resolve({ status, body: Readable.from([]) });
      });
      request.on('response', (response) => {
        if (response.statusCode === PROXY_WANTS_PASSWORD) login.refused();
        else login.passed();
        login.ended();
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
