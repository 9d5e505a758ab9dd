import type { RelayConfig } from '../config/relayConfig.ts';
import type { MasterKeyPort } from '../keys/masterKeyPort.ts';
import type { RelayState } from '../state/relayState.ts';
import { createRelay, type RelayOptions } from './createRelay.ts';

export interface ServeParts {
  config: RelayConfig;
  state: RelayState;
  keys: MasterKeyPort;
  environment: NodeJS.ProcessEnv;
  /** A line for whoever started it. */
  say: (line: string) => void;
  /** What plugs in: methods, routes, watchers. */
  plugs: Pick<RelayOptions, 'methods' | 'routes' | 'watch'>;
}

/** Runs a relay until the process is told to end; resolves then. */
export async function serve(parts: ServeParts): Promise<void> {
  const { config, state, keys, environment, say, plugs } = parts;
  const { listen, tlsCert, tlsKey, mostConnections, logLevel, endDelay } = config;
  const ended = endOf(['SIGTERM', 'SIGINT']);
  const relay = await createRelay({
    ...listen,
    ...plugs,
    tls: tlsCert !== null && tlsKey !== null ? { certificate: tlsCert, key: tlsKey } : null,
    platform: { url: config.platformUrl, proxy: proxyIn(environment) },
    state,
    keys,
    mostConnections,
    logger: { level: logLevel },
  });
  say(`relay listening on ${relay.url}${await lacking(state)}`);
  await ended;
  relay.endSoon();
  await new Promise((resolve) => setTimeout(resolve, endDelay * 1_000));
  await relay.close();
  await state.close();
}

/** What is missing before calls can be forwarded, behind the line that says where it listens. */
async function lacking(state: RelayState): Promise<string> {
  const account = await state.account();
  if (account !== null && 'kind' in account) return '; its state does not answer yet';
  if (account !== null) return '';
  return '; it has no account of the platform yet (npm run relay -- account), so calls are answered "later"';
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
