import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditLine } from '../admin/audit.ts';
import { auditLog } from '../admin/auditLog.ts';
import { PlatformClock } from '../clock/platformClock.ts';
import { ChainAccounts } from '../forward/chainAccount.ts';
import { createRelay, type Relay } from '../server/createRelay.ts';
import { openFleetToken } from './fleetToken.ts';
import { comesUp, type OpenParts } from './openParts.ts';
import { plugsOf } from './plugs.ts';

export interface ServeParts extends OpenParts {
  environment: NodeJS.ProcessEnv;
  version: string;
  /** A line for whoever started it. */
  say: (line: string) => void;
}

/** Runs a relay until the process is told to end, and ends it in order. Rejects where it cannot start. */
export async function serve(parts: ServeParts): Promise<void> {
  const { config, state, keys, environment, version, say } = parts;
  const { listen, tlsCert, tlsKey, mostConnections, trustedProxies, logLevel, endDelay } = config;
  const ended = endOf(['SIGTERM', 'SIGINT']);
  const clock = new PlatformClock(Date.now, () => performance.now());
  const access = await openFleetToken(config);
  const begun: { relay?: Relay; audit?: (line: AuditLine) => void } = {};
  const plugs = plugsOf({
    ...{ config, state, keys, clock, version },
    token: access?.token ?? null,
    certificateUntil: () => begun.relay?.certificateUntil() ?? null,
    audit: (line) => begun.audit?.(line),
  });
  const relay = await createRelay({
    ...listen,
    ...plugs,
    tls: tlsCert !== null && tlsKey !== null ? { certificate: tlsCert, key: tlsKey } : null,
    platform: { url: config.platformUrl, proxy: proxyIn(environment) },
    ...{ state, keys, clock, mostConnections, trustedProxies },
    logger: { level: logLevel },
  });
  begun.relay = relay;
  begun.audit = auditLog(relay.log);
  say(`relay listening on ${relay.url}${await lacking(parts)}`);
  if (access !== null)
    say(`its page: ${relay.origin}/fleet, opened by the token in ${access.path}`);
  await ended;
  relay.endSoon();
  await sleep(endDelay * 1_000);
  await relay.close();
  await state.close();
}

/** What is missing before calls can be forwarded, behind the line that says where it listens. */
async function lacking({ state, keys }: Pick<ServeParts, 'state' | 'keys'>): Promise<string> {
  await comesUp(state);
  const found = await new ChainAccounts(state, keys, () => performance.now()).current();
  switch (found.kind) {
    case 'account':
      return '';
    case 'none':
      return '; it has no account of the platform yet (npm run relay -- account set --help), so calls are answered "later"';
    case 'not-opened':
      return `; it cannot open the chain's account, so calls are answered "later" (${found.problem.code}: ${found.problem.says})`;
    case 'away':
      return '; its state does not answer yet';
  }
}

/** As curl reads it: the small name before the big one. Calls to `http:` addresses use none. */
function proxyIn(environment: NodeJS.ProcessEnv): { url: string; except: string } | null {
  const url = environment.https_proxy || environment.HTTPS_PROXY || '';
  return url === '' ? null : { url, except: environment.no_proxy || environment.NO_PROXY || '' };
}

function endOf(signals: readonly NodeJS.Signals[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve());
  });
}
