import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tillside-relay-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const cli = join(import.meta.dirname, 'cli.ts');

function run(args: string[], environment: Record<string, string>) {
  const env = { PATH: process.env.PATH ?? '', RELAY_DATA: join(folder, 'data'), ...environment };
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => lines.push(line));
  }
  return { child, lines, ended: once(child, 'close').then(([code]) => code as number) };
}

it('without a setting it starts, says what is missing, and ends in order when it is told to', async () => {
  const { child, lines, ended } = run([], { RELAY_LISTEN: '127.0.0.1:0' });
  const listening = () => lines.find((line) => line.startsWith('relay listening'));
  await expect.poll(listening, { timeout: 20_000 }).toBeDefined();
  expect(listening()).toMatch(/no account of the platform yet/);
  const [origin] = /http:\/\/[\d.:]+/.exec(listening() ?? '') ?? [];
  expect((await fetch(`${origin}/health/live`)).status).toBe(200);
  expect((await fetch(`${origin}/health/ready`)).status).toBe(503);
  const data = join(folder, 'data');
  expect(readdirSync(data).sort()).toEqual(['fleet.token', 'master.key']);
  for (const name of readdirSync(data)) {
    expect(statSync(join(data, name)).mode & 0o777).toBe(0o600);
    const secret = readFileSync(join(data, name), 'utf8').trim().split('\n').at(-1) ?? '';
    expect(lines.join('\n')).not.toContain(secret);
  }
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

it('a second start finds the keys of the first', async () => {
  const before = readFileSync(join(folder, 'data', 'master.key'), 'utf8');
  const { child, lines, ended } = run([], { RELAY_LISTEN: '127.0.0.1:0' });
  await expect
    .poll(() => lines.some((line) => line.startsWith('relay listening')), { timeout: 20_000 })
    .toBe(true);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(readFileSync(join(folder, 'data', 'master.key'), 'utf8')).toBe(before);
});

it('where its master key does not open the account it says so at once, and is not ready', async () => {
  const RELAY_DATA = join(folder, 'half-rotated');
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'a secret of the chain', { mode: 0o600 });
  const order = ['account', 'set', '--app-key', 'chain', '--secret-file', secret];
  expect(await run(order, { RELAY_DATA }).ended).toBe(0);
  writeFileSync(join(RELAY_DATA, 'master.key'), randomBytes(32).toString('base64'));
  const { child, lines, ended } = run([], { RELAY_DATA, RELAY_LISTEN: '127.0.0.1:0' });
  const listening = () => lines.find((line) => line.startsWith('relay listening'));
  await expect.poll(listening, { timeout: 20_000 }).toMatch(/cannot open .*master-key\.unknown/);
  const [origin] = /http:\/\/[\d.:]+/.exec(listening() ?? '') ?? [];
  const health = await fetch(`${origin}/health/ready`);
  expect([health.status, await health.json()]).toEqual([503, { ready: false, why: 'keys-failed' }]);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

it('with wrong settings it tells every mistake and ends with 2', async () => {
  const { lines, ended } = run([], { RELAY_LISTEN: 'x', RELAY_NONSENSE: 'y' });
  expect(await ended).toBe(2);
  expect(lines.sort()).toEqual([
    'config.unknown-setting: RELAY_NONSENSE is no setting',
    'config.wrong-value: RELAY_LISTEN is no host:port',
  ]);
});

it('with a state that is shared and no master key it does not start', async () => {
  const { lines, ended } = run([], { RELAY_STATE_URL: 'redis://127.0.0.1:1' });
  expect(await ended).toBe(1);
  expect(lines[0]).toMatch(/^master-key\.none: /);
});
