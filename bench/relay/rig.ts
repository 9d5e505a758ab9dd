import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { buildRelay } from '../../dev/buildRelay.ts';
import { startChild } from '../../dev/processes.ts';
import { answers, Engine, relay, until, valkey } from '../../e2e/relay/engines.ts';
import { ChainOfTills } from './chainOfTills.ts';

/** Who stands between the tills and the platform. */
export interface Place {
  name: string;
  ports: readonly number[];
}

/** The platform, what leads to it, and the relay's state, each in a process of its own on loopback. */
export interface Rig {
  direct: Place;
  nginx: Place;
  bare: Place;
  relay: Place;
  /** A second relay of the same chain beside the first. */
  twoRelays: Place;
  chain: ChainOfTills;
  /** The processes of the relays. */
  relayPids: readonly number[];
  valkeyPort: number;
  fleetToken: string;
  close(): Promise<void>;
}

const PIPES: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];

/** As much as a setting may be: the whole schedule decides about every call, and lets each go at once. */
const GRANT = '10000000';

export async function openRig(parent: string): Promise<Rig> {
  await buildRelay();
  const folder = await mkdtemp(join(parent, 'relay-'));
  await mkdir(join(folder, 'valkey'));
  const ports = await Promise.all(Array.from({ length: 6 }, () => getPort({ host: '127.0.0.1' })));
  const [platform = 0, nginx = 0, bare = 0, state = 0, first = 0, second = 0] = ports;
  const platformUrl = `http://127.0.0.1:${platform}/router/rest`;
  const masterKey = randomBytes(32).toString('base64');
  const fleetToken = randomBytes(32).toString('base64url');
  await writeFile(join(folder, 'fleet.token'), fleetToken, { mode: 0o600 });
  await writeFile(join(folder, 'nginx.conf'), nginxText(folder, nginx, platform));
  const environment = {
    RELAY_STATE_URL: `redis://127.0.0.1:${state}`,
    RELAY_PLATFORM_URL: platformUrl,
    RELAY_MASTER_KEY: masterKey,
    RELAY_CALLS_PER_MINUTE: GRANT,
    RELAY_FLEET_TOKEN_FILE: join(folder, 'fleet.token'),
  };
  const relays = [first, second].map((port) => relay(port, folder, environment));
  const script = (name: string, port: number, ...rest: string[]) =>
    new Engine(
      name,
      () =>
        startChild(process.execPath, [join(import.meta.dirname, name), String(port), ...rest], {
          stdio: PIPES,
        }),
      async () =>
        (await answers(`http://127.0.0.1:${port}/`)) || answers(`http://127.0.0.1:${port}/`),
    );
  const engines = [
    valkey(state, join(folder, 'valkey')),
    new Engine(
      'platform',
      () =>
        startChild(
          process.execPath,
          [join(import.meta.dirname, 'standInPlatform.ts'), String(platform)],
          { stdio: PIPES },
        ),
      () => answers(platformUrl),
    ),
    script('bareForward.ts', bare, platformUrl),
    new Engine(
      'nginx',
      () =>
        startChild('nginx', ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], {
          stdio: PIPES,
        }),
      () => answers(`http://127.0.0.1:${nginx}/`),
    ),
  ];
  const close = async () => {
    for (const engine of [...relays, ...engines].reverse()) await engine.kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const engine of engines) await engine.start();
    const chain = await ChainOfTills.open(environment.RELAY_STATE_URL, masterKey);
    for (const engine of relays) await engine.start();
    for (const port of [first, second])
      await until('a relay is ready', () => answers(`http://127.0.0.1:${port}/health/ready`));
    return {
      direct: { name: 'nobody', ports: [platform] },
      nginx: { name: 'nginx, a bare reverse proxy', ports: [nginx] },
      bare: { name: 'undici, without any check', ports: [bare] },
      relay: { name: 'the relay, one process', ports: [first] },
      twoRelays: { name: 'two relays', ports: [first, second] },
      chain,
      relayPids: relays.map(({ pid }) => pid),
      valkeyPort: state,
      fleetToken,
      close: async () => {
        await chain.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function nginxText(folder: string, port: number, platform: number): string {
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  keepalive_requests 10000000;
  upstream platform { server 127.0.0.1:${platform}; keepalive 512; keepalive_requests 10000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://platform;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`;
}

/** Resident memory of a process (MiB), and its processor time so far (ms), as Linux says them. */
export async function weigh(pid: number): Promise<{ mebibytes: number; busy: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kibibytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime and stime, in hundredths of a second.
  return { mebibytes: kibibytes / 1_024, busy: (Number(fields[11]) + Number(fields[12])) * 10 };
}
