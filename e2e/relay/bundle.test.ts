import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildRelay } from '../../dev/buildRelay.ts';
import { startChild } from '../../dev/processes.ts';
import { relayOutFolder } from '../../dev/projectPaths.ts';
import { wrongInBill } from '../../dev/shipped/billOfMaterials.ts';
import { BILL_FILE, LEGAL_FOLDER, LICENCES_FILE } from '../../dev/shipped/legalFiles.ts';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { BRAND, OPERATOR, SHOP } from './chain.ts';
import { answers, Engine, RELAY_FILE } from './engines.ts';
import { foreignSave } from './foreign.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillside-alone-'));
const platform = { appKey: '87651234', appSecret: 'ffeeddccbbaa99887766554433221100' };

beforeAll(async () => {
  await buildRelay();
  copyFileSync(RELAY_FILE, join(folder, 'relay.mjs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the one file registers a member in an empty folder, with plain Node and nothing beside it', async () => {
  const sandbox = await createSandbox(platform);
  const port = await getPort({ host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}/router/rest`;
  const env = {
    PATH: process.env.PATH,
    RELAY_LISTEN: `127.0.0.1:${port}`,
    RELAY_PLATFORM_URL: sandbox.url,
    RELAY_DATA: 'data',
  };
  const start = (...args: string[]) =>
    startChild(process.execPath, ['relay.mjs', ...args], {
      cwd: folder,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  const run = async (args: readonly string[], input = '') => {
    const child = await start(...args);
    child.process.stdin?.end(input);
    expect(await child.ended, args.join(' ')).toEqual({ code: 0, signal: null });
  };
  await run(['account', 'set', '--app-key', platform.appKey], platform.appSecret);
  writeFileSync(join(folder, 'template.json'), JSON.stringify({ operators: [OPERATOR] }));
  const place = ['--brand', BRAND, '--shop', SHOP, '--url', url, '--out', 'till.json'];
  await run(['tills', 'add', '--name', 'till-1', '--template', 'template.json', ...place]);
  const { gateway } = JSON.parse(readFileSync(join(folder, 'till.json'), 'utf8'));

  const relay = new Engine('relay', start, () =>
    answers(url.replace('router/rest', 'health/ready')),
  );
  await relay.start();
  expect(await foreignSave(gateway)).toMatchObject({ status: 200, code: undefined });
  expect(sandbox.ledger().effects).toHaveLength(1);
  expect(await relay.end()).toBe(0);
  await sandbox.close();
});

test('it lies beside the texts of all licences and a bill of materials by the schema', async () => {
  const read = (name: string) => readFileSync(join(relayOutFolder, LEGAL_FOLDER, name), 'utf8');
  const bill = read(BILL_FILE);
  expect(await wrongInBill(bill)).toBeNull();
  const { components, metadata } = JSON.parse(bill) as {
    components: { name: string; version: string }[];
    metadata: { component: { name: string; version: string } };
  };
  expect(metadata.component.name).toBe('tillside-relay');
  const names = components.map(({ name }) => name);
  for (const name of ['fastify', 'ioredis', 'undici', 'zod']) expect(names).toContain(name);
  // What is the till's alone.
  for (const name of ['electron', 'react', 'axios']) expect(names).not.toContain(name);
  const texts = read(LICENCES_FILE);
  for (const { name, version } of components) expect(texts).toContain(`${name} ${version} (`);
  expect(read('LICENSE')).toContain('MIT');
});
