import type { OutcomeRow } from '../../app/gateway/outcomeTable.ts';
import type { ConnectionReport } from '../../app/settings/connectionTest.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import type { Clock } from '../clock/clock.ts';
import type { Post } from './line.ts';
import { testConnection } from './testConnection.ts';
import { Turnstile } from './turnstile.ts';

/**
 * Connection tests: more than somebody asks for, too few to look round a network with. A till without settings asks
 * nobody for a PIN, and tests whatever address stands in the form.
 */
const TESTS = { burst: 10, every: 6_000, places: 3 };

/** Sends one harmless call with an account, and what a proxy is told that asks, and says how far it came; null where too many wait for that. */
export function connectionTests(
  post: Post,
  clock: Clock,
  table: () => readonly OutcomeRow[],
): (account: GatewayAccount, proxy: ProxyAccount | null) => Promise<ConnectionReport | null> {
  const tests = new Turnstile({ clock, ...TESTS });
  return (account, proxy) =>
    tests.pass(() => testConnection(account, { post, now: clock.now, table: table(), proxy }));
}
