import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import { CATALOGUES } from '../app/messages/catalogues.ts';
import { LOCALES } from '../app/settings/locales.ts';
import { freshFolder } from './driver/runFolder.ts';
import { spawnApp } from './driver/spawnApp.ts';
import { startApp } from './driver/startApp.ts';
import { ACCOUNT, startGateway, TestTill } from './testTill.ts';

const gateway = { url: 'http://127.0.0.1:9/router/rest', ...ACCOUNT };
const good = {
  gateway,
  brandId: '244323',
  shopId: '239923231',
  operators: [{ id: '2392313', name: '小林' }],
};

describe('a bad provisioning ends the start with 2 and one line for each mistake, and touches nothing', () => {
  test.each<[string, string | null, string[]]>([
    ['a file that is not there', null, ['there is no such file']],
    ['a text that is no JSON', '{"gateway": ', ['the file is not valid JSON']],
    [
      'a JSON that is no object',
      '[]',
      ['the file: Invalid input: expected object, received array'],
    ],
    [
      'several mistakes at once',
      JSON.stringify({
        gateway: {
          ...gateway,
          url: 'http://gw.example.com/',
          appKey: 12345678,
          signMethod: 'sha1',
        },
        brandId: '',
        operators: [good.operators[0], good.operators[0]],
        locale: 'fr',
        colour: 'blue',
      }),
      [
        'gateway.url: must be an https address (http only for this machine itself)',
        'gateway.appKey: must be text',
        'gateway.signMethod: must be one of md5, hmac, hmac-sha256',
        'brandId: must not be empty',
        'shopId: is missing',
        'operators: must not name an operator id twice',
        `locale: must be one of ${LOCALES.join(', ')}`,
        'the file: "colour" is not a known setting',
      ],
    ],
  ])('%s', async (_, content, mistakes) => {
    const folder = freshFolder('provision');
    const provisionFile = join(folder, 'provision.json');
    const userDataDir = join(folder, 'data');
    if (content !== null) writeFileSync(provisionFile, content);
    const { code, stdout, stderr } = await spawnApp({ userDataDir, provisionFile });
    expect(code).toBe(2);
    const lines = stderr.split('\n').filter((line) => line.startsWith(provisionFile));
    expect(lines.sort()).toEqual(mistakes.map((line) => `${provisionFile}: ${line}`).sort());
    expect(stdout + stderr).not.toContain(ACCOUNT.appSecret);
    expect(existsSync(userDataDir) ? readdirSync(userDataDir) : []).toEqual([]);
  });
});

test.each<[string, string | null, string]>([
  ['has mistakes', '{}', 'provision.json 4'],
  ['is not there any more', null, 'provision.json 1'],
])(
  'a till that has settings opens with them where its file %s, and tells',
  async (_, text, detail) => {
    const sandbox = await startGateway();
    const till = await new TestTill(sandbox.url).start();
    onTestFinished(async () => {
      await till.kill();
      await sandbox.close();
    });
    await till.stop();
    if (text === null) rmSync(till.provisionFile);
    else writeFileSync(till.provisionFile, text);

    await till.start();
    const banner = till.client.$('[data-testid="banner"][data-kind="provision.not-read"]');
    await banner.waitForExist();
    expect(await banner.getText()).toContain(detail);
    const slip = await till.register({ mobile: '13800138000' });
    await till.client.$(`[data-testid="line-${slip}"][data-state="accepted"]`).waitForExist();
    expect(sandbox.ledger().effects).toHaveLength(1);
  },
);

test('the manager is told which file still has the secret in it, until it is gone', async () => {
  const sandbox = await startGateway();
  const till = await new TestTill(sandbox.url, {}, { managerPin: '246810' }).start();
  onTestFinished(async () => {
    await till.kill();
    await sandbox.close();
  });
  const openFile = () =>
    till.client.execute(async () => {
      const { tillside } = window as unknown as { tillside: Bridge };
      const reply = await tillside.getSettings({ pin: '246810' });
      return reply.ok ? reply.value.openFile : reply.error.code;
    });
  expect(await openFile()).toBe(till.provisionFile);
  rmSync(till.provisionFile);
  expect(await openFile()).toBeNull();
});

test('a till without a provisioning asks for its settings, says how to give a file, and registers nobody', async () => {
  const app = await startApp({ userDataDir: freshFolder('data') });
  onTestFinished(async () => void (await app.kill()));
  await app.client.$('[data-testid="wizard"]').waitForDisplayed();
  expect(await app.client.$('[data-testid="provision-command"]').getText()).toBe(
    'Tillside --provision=FILE',
  );
  expect(await app.client.$('[data-testid="phone"]').isExisting()).toBe(false);
  const answer = await app.client.execute(
    (request) =>
      (
        window as unknown as { tillside: { registerMember(given: unknown): unknown } }
      ).tillside.registerMember(request),
    {
      requestId: 'c'.repeat(32),
      operatorId: '2392313',
      member: {
        mobile: '13800138000',
        name: '',
        gender: null,
        birthday: '',
        outerId: '',
        outerType: null,
        remark: '',
      },
      correctionOf: null,
      consent: null,
    },
  );
  expect(answer).toEqual({ ok: false, error: { code: 'not-provisioned' } });
});

test('a provisioning given to a second start is taken over by the running till, without a restart', async () => {
  const sandbox = await startGateway();
  onTestFinished(() => sandbox.close());
  const folder = freshFolder('provision');
  const userDataDir = join(folder, 'data');
  const app = await startApp({ userDataDir });
  onTestFinished(async () => void (await app.kill()));
  await app.client.$('[data-testid="wizard"]').waitForDisplayed();

  const provisionFile = join(folder, 'provision.json');
  writeFileSync(provisionFile, '{}');
  expect((await spawnApp({ userDataDir, provisionFile })).code).toBe(2);
  expect(await app.client.$('[data-testid="wizard"]').isDisplayed()).toBe(true);

  const provision = { ...good, gateway: { url: sandbox.url, ...ACCOUNT }, locale: 'en' };
  writeFileSync(provisionFile, JSON.stringify(provision));
  expect((await spawnApp({ userDataDir, provisionFile })).code).toBe(0);
  await app.client.$('[data-testid="phone"]').waitForDisplayed();
  const { title } = CATALOGUES.en.window;
  await app.client.waitUntil(async () => (await app.client.getTitle()) === title);
  await app.client.$('[data-testid="phone"]').addValue('13800138000');
  await app.client.keys('F5');
  await app.client.keys('F4');
  await app.client.$('[data-testid="line-S-0001"][data-state="accepted"]').waitForExist();
});
