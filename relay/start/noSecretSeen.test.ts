import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { expectedSign } from '../../platform/protocol/sign.ts';
import { createSandbox, type Sandbox } from '../../sandbox/createSandbox.ts';
import { post, signedParams, testFields } from '../../sandbox/testing/testCalls.ts';
import { runCommand } from '../commands/runCommand.ts';
import { chainApp } from '../testing/testRelay.ts';
import { commandWorld } from './commandWorld.ts';

const CLI = join(import.meta.dirname, '..', 'cli.ts');
const TEMPLATE = { operators: [{ id: '2392313', name: '小林' }] };

let folder = '';
let sandbox: Sandbox;
let relay: ChildProcess;
let url = '';
/** Everything that anybody sees: what was printed and logged, and what stands in the list of processes. */
let seen = '';
/** Everything that nobody may see, by what it is. */
const secrets = new Map<string, string>();

/** A process of the relay's program; what it says is kept, and how the list of processes shows it while it runs. */
function start(args: readonly string[], input?: string): ChildProcess {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: environment(),
  });
  const look = () => {
    seen += readCommandLine(child.pid);
  };
  look();
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => {
      seen += part;
      look();
    });
  child.stdin?.end(input ?? '');
  return child;
}

function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    RELAY_DATA: join(folder, 'data'),
    RELAY_PLATFORM_URL: sandbox.url,
    RELAY_LISTEN: '127.0.0.1:0',
  };
}

function readCommandLine(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

async function run(args: readonly string[], input?: string): Promise<number> {
  const child = start(args, input);
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? -1)));
}

/** The same without a process of its own. */
async function runHere(args: readonly string[], input = ''): Promise<number> {
  const keep = (line: string) => {
    seen += `${line}\n`;
  };
  const world = { ...commandWorld(environment()), folder, say: keep, complain: keep };
  return runCommand(args, { ...world, askSecret: async () => input });
}

async function gatewayIn(file: string): Promise<{ appKey: string; appSecret: string }> {
  const { gateway } = JSON.parse(await readFile(join(folder, file), 'utf8'));
  return gateway;
}

/** A save as a till makes it. */
async function save(appKey: string, appSecret: string): Promise<void> {
  const { sign: _, ...params } = signedParams(testFields(), { app_key: appKey });
  const sign = expectedSign(new Map(Object.entries(params)), 'hmac-sha256', appSecret) ?? '';
  seen += (await post(url, { ...params, sign })).text;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relay-no-secret-'));
  sandbox = await createSandbox(chainApp);
  await writeFile(join(folder, 'template.json'), JSON.stringify(TEMPLATE));
  relay = start([]);
  await vi.waitUntil(() => /relay listening on (\S+?);/.test(seen), { timeout: 30_000 });
  url = /relay listening on (\S+?);/.exec(seen)?.[1] ?? '';
});
afterAll(async () => {
  relay.kill('SIGTERM');
  await new Promise((resolve) => relay.once('close', resolve));
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

test('whatever is ordered, called, refused or broken: no secret is printed, logged, measured, stored in the clear or an argument', async () => {
  secrets.set('the chain’s secret', chainApp.appSecret);
  const place = ['--brand', '244323', '--shop', '239923231', '--template', 'template.json'];
  const add = ['tills', 'add', '--name', 'One', ...place, '--url', url, '--out'];
  expect(await run(['account', 'set', '--app-key', chainApp.appKey], chainApp.appSecret)).toBe(0);
  expect(await run([...add, 'one.json'])).toBe(0);
  expect(await run(['admin', 'add', '--name', 'Lin', '--out', 'lin.json'])).toBe(0);
  const admin = JSON.parse(await readFile(join(folder, 'lin.json'), 'utf8'));
  secrets.set('the administrator’s secret', admin.appSecret);
  const asked = ['--relay', url, '--key', 'lin.json'];
  expect(await run([...add, 'two.json', ...asked])).toBe(0);
  const [one, two] = [await gatewayIn('one.json'), await gatewayIn('two.json')];
  secrets.set('a till’s secret', one.appSecret);
  secrets.set('the secret of a till that was made by a call', two.appSecret);

  const rotate = ['tills', 'rotate', two.appKey, '--url', url, '--out', 'rotation.json'];
  expect(await run([...rotate, ...asked, '--json'])).toBe(0);
  secrets.set('a secret after a rotation', (await gatewayIn('rotation.json')).appSecret);
  for (const list of [
    ['tills', 'list'],
    ['tills', 'list', '--json'],
    ['admin', 'list', ...asked],
    ['keys', 'rewrap', ...asked, '--json'],
  ])
    expect(await runHere(list)).toBe(0);

  await save(one.appKey, one.appSecret);
  await save(two.appKey, two.appSecret);
  await save(one.appKey, two.appSecret);
  expect(await runHere(['tills', 'revoke', one.appKey, ...asked])).toBe(0);
  await save(one.appKey, one.appSecret);

  // What goes wrong: files that are no good, secrets in the wrong place, records that were swapped, another master key.
  expect(await runHere([...add, 'one.json'])).toBe(1);
  expect(await runHere(['tills', 'list', '--relay', url, '--key', 'two.json'])).toBe(1);
  expect(await runHere(['tills', 'add', '--template', 'two.json'])).toBe(2);
  const records = join(folder, 'data', 'relay.json');
  const before = await readFile(records, 'utf8');
  const stored = JSON.parse(before);
  [stored.tills[0].secrets, stored.tills[1].secrets] = [
    stored.tills[1].secrets,
    stored.tills[0].secrets,
  ];
  stored.account.secrets = [stored.administrators[0].secret];
  await writeFile(records, JSON.stringify(stored));
  await save(two.appKey, two.appSecret);
  expect(await runHere(['account', 'set', '--app-key', chainApp.appKey], chainApp.appSecret)).toBe(
    1,
  );
  await writeFile(records, `{${before}`);
  await save(two.appKey, two.appSecret);
  expect(await runHere(['tills', 'list'])).toBe(3);
  await writeFile(records, before);
  const master = join(folder, 'data', 'master.key');
  const key = (await readFile(master, 'utf8')).trim().split('\n').at(-1) ?? '';
  secrets.set('the master key', key);
  await writeFile(master, `${key}\n${key}`);
  expect(await runHere(['tills', 'list'])).toBe(1);
  await writeFile(master, Buffer.alloc(32, 'another').toString('base64'));
  expect(await runHere(['tills', 'rotate', two.appKey, '--url', url])).toBe(1);

  const token = (await readFile(join(folder, 'data', 'fleet.token'), 'utf8')).trim();
  secrets.set('the page’s token', token);
  const { origin } = new URL(url);
  const form = new URLSearchParams({ token });
  const entered = await fetch(`${origin}/fleet/enter`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  for (const path of ['/metrics', '/fleet', '/health/ready']) {
    const headers = { authorization: `Bearer ${token}`, cookie };
    const response = await fetch(`${origin}${path}`, { headers });
    expect([path, response.status]).toEqual([path, 200]);
    seen += await response.text();
  }
  for (const file of readdirSync(join(folder, 'data')))
    if (file !== 'master.key' && file !== 'fleet.token')
      seen += await readFile(join(folder, 'data', file), 'utf8');

  expect(secrets.size).toBe(7);
  for (const [what, secret] of secrets)
    for (const form of formsOf(secret)) expect(seen.includes(form), what).toBe(false);
  // That it was looked for in the right place: what is no secret is there.
  const order = '"msg":"order"';
  for (const there of [
    order,
    one.appKey,
    two.appKey,
    admin.appKey,
    'isv.appkey-revoked',
    'tills add',
  ])
    expect(seen).toContain(there);
}, 180_000);

/** As it is, and as somebody could have written it. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'base64');
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
    bytes.toString('hex'),
    bytes.toString('base64url'),
  ];
}
