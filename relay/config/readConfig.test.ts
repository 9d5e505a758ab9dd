import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from './readConfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillside-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (text: string): string => {
  const path = join(folder, 'relay.json');
  writeFileSync(path, text);
  return path;
};

function read(environment: Record<string, string>) {
  const result = readConfig(environment);
  if (!result.ok) throw new Error(JSON.stringify(result.mistakes));
  return result.config;
}

function mistakes(environment: Record<string, string>): string[] {
  const result = readConfig(environment);
  return result.ok ? [] : result.mistakes.map(({ code, says }) => `${code}: ${says}`);
}

describe('the settings', () => {
  it('are none to begin with: alone, on this machine, in a folder of its own', () => {
    expect(read({ HOME: '/x', PATH: '/y' })).toEqual({
      listen: { host: '127.0.0.1', port: 4950 },
      platformUrl: 'https://gw.api.taobao.com/router/rest',
      publicUrl: null,
      stateUrl: null,
      statePrefix: 'tillside',
      callsPerMinute: null,
      data: '.data/relay',
      tlsCert: null,
      tlsKey: null,
      trustedProxies: [],
      endDelay: 0,
      mostConnections: 20_000,
      logLevel: 'info',
      fleetTokenFile: null,
    });
  });

  it('come out of the environment and a file, and the environment has the last word', () => {
    const path = file('\ufeff{"callsPerMinute": 600, "listen": "0.0.0.0:80", "logLevel": "warn"}');
    const config = read({
      RELAY_CONFIG: path,
      RELAY_LISTEN: '[::1]:9',
      RELAY_LOG_LEVEL: '',
      RELAY_STATE_URL: 'rediss://u:p@h:1/2',
    });
    expect(config).toMatchObject({
      listen: { host: '::1', port: 9 },
      callsPerMinute: 600,
      logLevel: 'warn',
      stateUrl: 'rediss://u:p@h:1/2',
    });
  });

  it.each([
    ['10.0.0.1', ['10.0.0.1']],
    ['10.0.0.0/8, fd00::/8 ,loopback', ['10.0.0.0/8', 'fd00::/8', 'loopback']],
  ])('trust the proxies that are named, one behind the other: %s', (said, trustedProxies) => {
    expect(read({ RELAY_TRUSTED_PROXIES: said })).toMatchObject({ trustedProxies });
  });

  it('with mistakes are told with all of them at once, and without a value, which may be a secret', () => {
    const path = file('{"platformUrl": 5, "nonsense": "hunter2", "callsPerMinute": -1}');
    const told = mistakes({
      RELAY_CONFIG: path,
      RELAY_LISTEN: 'hunter2',
      RELAY_STATE_URL: 'http://u:hunter2@h',
      RELAY_APP_SECRET: 'hunter2',
      RELAY_TLS_CERT: 'hunter2',
      RELAY_LOG_LEVEL: 'hunter2',
    });
    expect(told.sort()).toEqual(
      [
        'config.unknown-setting: RELAY_APP_SECRET is no setting',
        `config.unknown-setting: ${path}: nonsense is no setting`,
        'config.wrong-value: RELAY_LISTEN is no host:port',
        'config.wrong-value: RELAY_LOG_LEVEL is not what this setting takes',
        'config.wrong-value: RELAY_STATE_URL is no address that begins with redis:, rediss:',
        `config.wrong-value: ${path}: callsPerMinute is no whole number from 1 to 10000000`,
        `config.wrong-value: ${path}: platformUrl is not what this setting takes`,
      ].sort(),
    );
    expect(told.join()).not.toContain('hunter2');
  });

  it.each([
    [{ RELAY_TLS_CERT: 'a' }, 'config.certificate-without-key'],
    [{ RELAY_TLS_KEY: 'a' }, 'config.key-without-certificate'],
    [{ RELAY_CONFIG: '/nowhere/relay.json' }, 'config.file-unreadable'],
    [{ RELAY_CALLS_PER_MINUTE: '1e3' }, 'config.wrong-value'],
    [{ RELAY_CALLS_PER_MINUTE: '0' }, 'config.wrong-value'],
    [{ RELAY_LISTEN: '1.2.3.4:70000' }, 'config.wrong-value'],
    [{ RELAY_STATE_PREFIX: 'a}b' }, 'config.wrong-value'],
    [{ RELAY_PLATFORM_URL: 'ftp://x' }, 'config.wrong-value'],
    [{ RELAY_PLATFORM_URL: 'http://gw.api.taobao.com/router/rest' }, 'config.wrong-value'],
    [{ RELAY_PLATFORM_URL: 'http://127.0.0.1.example/router/rest' }, 'config.wrong-value'],
    [{ RELAY_PLATFORM_URL: 'http://localhost./router/rest' }, 'config.wrong-value'],
    [{ RELAY_PLATFORM_URL: 'http://platform.localhost/router/rest' }, 'config.wrong-value'],
    [{ RELAY_TRUSTED_PROXIES: '10.0.0.1,proxy.example' }, 'config.wrong-value'],
    [{ RELAY_TRUSTED_PROXIES: '10.0.0.0/33' }, 'config.wrong-value'],
    [{ RELAY_TRUSTED_PROXIES: '10.0.0.0/' }, 'config.wrong-value'],
    [{ RELAY_TRUSTED_PROXIES: '0.0.0.0/0' }, 'config.wrong-value'],
    [{ RELAY_TRUSTED_PROXIES: 'true' }, 'config.wrong-value'],
    [{ RELAY_TYPO: 'x' }, 'config.unknown-setting'],
  ])('%j is %s', (environment, code) => {
    expect(
      mistakes(environment as Record<string, string>).map((told) => told.split(':')[0]),
    ).toEqual([code]);
  });

  it.each(['[]', 'null', '{', '"x"'])('a file with %s in it is no JSON object', (text) => {
    expect(mistakes({ RELAY_CONFIG: file(text) })[0]).toMatch(/^config.file-no-json/);
  });

  it('what Kubernetes says of a service called relay, and what is read elsewhere, is no mistake', () => {
    expect(
      mistakes({
        RELAY_SERVICE_HOST: '10.0.0.1',
        RELAY_PORT: 'tcp://10.0.0.1:80',
        RELAY_PORT_80_TCP_ADDR: '10.0.0.1',
        RELAY_MASTER_KEY_FILE: '/x',
        RELAY_PUBLIC_URL: 'https://x',
        RELAY_ADMIN_KEY_FILE: '/y',
      }),
    ).toEqual([]);
  });
});
