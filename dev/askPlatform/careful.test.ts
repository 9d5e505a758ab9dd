import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readOptions } from './options.ts';
import { readReport } from './report.ts';
import { readSetup } from './setup.ts';
import { APP, AskedSandbox, MOBILES, SESSION } from './testing/askedSandbox.ts';

let asked: AskedSandbox;
beforeEach(async () => {
  asked = await AskedSandbox.start({}, SESSION);
});
afterEach(() => asked.close());

const withSession = { TILLSIDE_SESSION: SESSION };

describe('nothing leaves before the confirmation', () => {
  test.each([
    ['without a terminal', null],
    ['with an empty answer', ''],
    ['with "yes"', 'yes'],
    ['with the id of another brand', '1'],
  ])('%s', async (_, typed) => {
    asked.typed = typed;
    await expect(asked.run()).rejects.toThrow('nothing was sent');
    expect(asked.sandbox.requests()).toEqual([]);
  });

  test('the confirmation names every number, the brand, the shop, the operator and the limit', async () => {
    asked.typed = null;
    await expect(asked.run(['--limit=99'])).rejects.toThrow();
    const text = asked.said.join('\n');
    for (const told of [...MOBILES, '244323', '239923231', '2392313', 'At most 99 calls']) {
      expect(text).toContain(told);
    }
  });

  test('every customer that the sandbox then has was named', async () => {
    await asked.run([], withSession);
    const { effects } = asked.sandbox.ledger();
    const mobiles = new Set(effects.flatMap(({ fields }) => fields.mobile ?? []));
    expect([...mobiles].sort()).toEqual(MOBILES);
    const outerIds = new Set(effects.flatMap(({ fields }) => fields.outer_id ?? []));
    expect([...outerIds].every((id) => id.startsWith('tillsideask'))).toBe(true);
    const [, named] = /up to (\d+) external ids/.exec(asked.said.join('\n')) ?? [];
    expect(outerIds.size).toBeLessThanOrEqual(Number(named));
  });

  test('--yes is refused for an address that is not this machine', async () => {
    const given = ['--url=https://gw.api.taobao.com/router/rest', '--app-key=1', '--brand=1'];
    const options = readOptions([...given, '--shop=1', '--operator=1', '--yes']);
    const secrets = { environment: { TILLSIDE_APP_SECRET: 'x' }, askSecret: null };
    await expect(readSetup(options, secrets)).rejects.toThrow(
      'only for an address of this machine',
    );
  });

  test('--yes is enough for this machine', async () => {
    asked.typed = null;
    expect(await asked.run(['--yes'])).toBe(true);
  });

  test.each([
    '13800000001',
    '13800000001,13800000002,13800000003,1380000',
    `${MOBILES[0]},`.repeat(4),
  ])('numbers that will not do are told at once: %s', async (mobiles) => {
    await expect(asked.run([`--mobiles=${mobiles}`])).rejects.toThrow('different mainland');
    expect(asked.sandbox.requests()).toEqual([]);
  });
});

test("a till's provisioning file will do, and what it lacks is told without its values", async () => {
  const file = `${asked.folder}/provision.json`;
  const provision = {
    gateway: { url: asked.sandbox.url, ...APP, session: SESSION },
    brandId: '244323',
    shopId: '239923231',
    operators: [{ id: '2392313', name: 'Lin' }],
  };
  await writeFile(file, JSON.stringify(provision));
  expect(await asked.run([`--provision=${file}`], { TILLSIDE_APP_SECRET: '' })).toBe(true);
  expect(asked.sandbox.ledger().effects[0]?.fields).toMatchObject({ operator_id: '2392313' });

  await writeFile(file, JSON.stringify({ ...provision, operators: [], appSecret: 'hunter2' }));
  const failed = asked.run([`--provision=${file}`]);
  await expect(failed).rejects.toThrow('operators: must name at least one');
  await expect(failed).rejects.not.toThrow('hunter2');
});

describe('secrets', () => {
  test('secret, session and sign are in no report and no output, though the platform repeats them', async () => {
    const own = globalThis.fetch;
    const signs: string[] = [];
    asked.fetch = async (url, call) => {
      const sent = new URLSearchParams(String(call?.body));
      const sign = sent.get('sign') ?? '';
      signs.push(sign);
      const response = await own(url, call);
      const body = await response.text();
      const echo = `${APP.appSecret} ${SESSION} ${sign} ${MOBILES[3]}`;
      return new Response(body.replace('成功', echo).replace('非法参数', echo), response);
    };
    await asked.run([], withSession);
    const written = await asked.written();
    expect(signs.length).toBeGreaterThan(60);
    for (const secret of [APP.appSecret, SESSION, ...signs.filter((sign) => !/^0+$/.test(sign))]) {
      expect(written).not.toContain(secret);
    }
    expect(written).toContain('*** *** *** 138****0004');
  });

  test('the report masks the test numbers in every spelling, unless asked', async () => {
    await asked.run();
    const report = JSON.stringify(await asked.report());
    for (const mobile of MOBILES) expect(report).not.toContain(mobile.slice(0, 10));
    expect(report).not.toContain('138 0000 0004');
    await asked.run(['--show-phones']);
    expect((await asked.report()).run.mobiles).toEqual(MOBILES);
    await asked.run([`--report=${asked.folder}/open.json`, '--show-phones']);
    expect(JSON.stringify(await readReport(`${asked.folder}/open.json`))).toContain(MOBILES[3]);
  });

  test.each([
    '--app-secret=hunter2',
    '--session=hunter2',
    '--secret',
    '--unknown=hunter2',
    'hunter2',
  ])('is not taken from the command line, nor repeated: %s', (argument) => {
    expect(() => readOptions([argument])).toThrow(/see --help/);
    expect(() => readOptions([argument])).not.toThrow(/hunter2/);
  });
});
