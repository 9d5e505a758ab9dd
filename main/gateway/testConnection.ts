import { setTimeout as delay } from 'node:timers/promises';
import { classify, type GatewayResponse } from '../../app/gateway/classify.ts';
import type { OutcomeRow } from '../../app/gateway/outcomeTable.ts';
import { type ConnectionReport, readConnection } from '../../app/settings/connectionTest.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import type { ProxyAccount } from '../../app/settings/proxyAccount.ts';
import { GatewayClient } from './gatewayClient.ts';
import { GatewayClock } from './gatewayClock.ts';
import type { Post } from './line.ts';

/** Somebody waits for it. */
const PATIENCE_MS = 10_000;

/** A second call must bear another timestamp than the first, or it is taken for a replay (ms). */
const NEXT_SECOND_MS = 1_100;

interface ConnectionTestOptions {
  /** The same as for real saves: the test must go through the same proxy and the same certificates. */
  post: Post;
  /** The till's clock, ms since 1970. */
  now: () => number;
  /** What answers mean: a chain's own rows, then the shipped ones. */
  table: readonly OutcomeRow[];
  /** What a proxy is told that asks for a name and password. */
  proxy?: ProxyAccount | null;
}

/**
 * Calls the gateway as a save would, but without the argument that holds the member, and says how far
 * it came. The gateway checks the sign, the permission and the session before it misses the argument,
 * and without it there is nothing that it could save. One more call where the first one asks for it:
 * after a correction of the clock, and for what the gateway answers for faults of its own as well (27).
 */
export async function testConnection(
  account: GatewayAccount,
  { post, now, table, proxy = null }: ConnectionTestOptions,
): Promise<ConnectionReport> {
  const clock = new GatewayClock(now, () => performance.now());
  const client = new GatewayClient({
    post,
    clock,
    timeoutMilliseconds: PATIENCE_MS,
    proxy: () => proxy,
  });
  const first = await client.probe(account);
  let offset = offsetOf(first, now());
  if (!asksForAnother(first, table)) return report(first);
  if (first.kind === 'http') clock.learn(first.date);
  await delay(NEXT_SECOND_MS);
  const second = await client.probe(account);
  offset = offsetOf(second, now()) ?? offset;
  return report(second);

  function report(response: GatewayResponse): ConnectionReport {
    const isTls = account.url.toLowerCase().startsWith('https:');
    return readConnection(response, table, { isTls, clockOffset: offset });
  }
}

function asksForAnother(response: GatewayResponse, table: readonly OutcomeRow[]): boolean {
  const outcome = classify(response, table);
  if (outcome.class === 'clock') return true;
  return outcome.class === 'configuration' && outcome.atFirst === 'ask-again';
}

/** Only an answer of the API tells the gateway's time: the clock of a captive portal is another one. */
function offsetOf(response: GatewayResponse, now: number): number | null {
  if (response.kind !== 'http' || classify(response).class === 'unreachable') return null;
  const date = Date.parse(response.date);
  return Number.isNaN(date) ? null : date - now;
}
