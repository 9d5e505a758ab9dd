import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { Provision } from '../app/settings/provision.ts';
import { hasOpenssl, makeCertificate } from '../dev/certificate.ts';
import { atDepth } from '../testing/depth.ts';
import { type AskingProxy, askingProxy, SCHEMES } from './askingProxy.ts';
import { freshFolder } from './driver/runFolder.ts';
import { leaksIn } from './leaks.ts';
import { ACCOUNT as APP, TestTill } from './testTill.ts';
import { unknownSince, untilTried } from './unknownSince.ts';

const ACCEPTED = '{"result":{"biz_success":true,"result":"1","result_code":"0"}}';
const ACCOUNT = { username: 'shop12', password: 'made-up-proxy-word' };
const PIN = '246810';

/** A port at which nobody need be: no proxy lets anybody go there. */
const ELSEWHERE = 8_443;

interface Set {
  host: string;
  username: string;
  password: string;
}

/** A gateway, and a till that goes to it through this proxy, or past it. */
async function behind(
  proxy: AskingProxy | null,
  set: Set | null,
  answer: RequestListener = (_request, response) => void response.end(ACCEPTED),
  more: (url: string) => Partial<Provision> = () => ({}),
) {
  const { key, cert, trusted } = makeCertificate(freshFolder('certificate'));
  /** Every word of a call's head by which somebody says who he is. */
  const said: (string | undefined)[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    said.push(request.headers.authorization ?? request.headers['proxy-authorization']);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const way = `--proxy-server=127.0.0.1:${proxy?.port}`;
  const url = `https://localhost:${port}/router/rest`;
  const till = new TestTill(
    url,
    { args: [trusted, ...(proxy === null ? [] : [way, '--proxy-bypass-list=<-loopback>'])] },
    { managerPin: PIN, ...(set === null ? {} : { proxy: set }), ...more(url) },
  );
  onTestFinished(() => till.kill());
  await till.start();
  return { till, said, url };
}

const HERE: Set = { host: '127.0.0.1', ...ACCOUNT };

/** The manager's connection test: what it finds wrong first, or null. */
async function problemAt(till: TestTill, url: string, proxy?: Set): Promise<string | null> {
  const reply = await till.client.execute(
    (request) => (window as unknown as { tillside: Bridge }).tillside.testConnection(request),
    {
      pin: PIN,
      gateway: { url, ...APP, session: null, signMethod: 'hmac-sha256' } as const,
      ...(proxy === undefined ? {} : { proxy }),
    },
  );
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value.steps.find(({ problem }) => problem !== null)?.problem ?? null;
}

/** The manager saves another password. */
async function savePassword(till: TestTill, password: string): Promise<boolean> {
  return till.client.execute(
    async (given) => {
      const { tillside } = window as unknown as { tillside: Bridge };
      const reply = await tillside.getSettings({ pin: given.pin });
      if (!reply.ok || reply.value.proxy === null) return false;
      const { gateway, brandId, shopId, operators, locale, proxy, revision } = reply.value;
      const { hasAppSecret: _, hasSession: __, ...rest } = gateway;
      const saved = await tillside.saveSettings({
        pin: given.pin,
        revision,
        settings: {
          ...{ brandId, shopId, operators, locale },
          gateway: { ...rest, appSecret: null, session: null },
          proxy: { ...proxy, password: given.password },
        },
      });
      return saved.ok;
    },
    { pin: PIN, password },
  );
}

describe.skipIf(!hasOpenssl)('a proxy that asks for a name and password', () => {
  test.each(SCHEMES)(
    'is given the ones that are set for it, and no server is (%s)',
    async (scheme) => {
      const proxy = await askingProxy(scheme, ACCOUNT);
      const { till, said } = await behind(proxy, HERE);
      await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
      expect(proxy.offers[0]).toEqual({ username: ACCOUNT.username, isRight: true });
      expect(said).toEqual([undefined]);
    },
  );

  test.each(SCHEMES)(
    'is offered a wrong password once, however many wait and however often the till tries, and what waits does not age (%s)',
    async (scheme) => {
      const proxy = await askingProxy(scheme, ACCOUNT);
      proxy.refuseAll(true);
      const { till, url } = await behind(proxy, { ...HERE, password: 'wrong' });
      const first = await till.register({ mobile: '13800138000' });
      for (const last of [1, 2, 3, 4]) await till.register({ mobile: `1380013800${last}` });
      await untilTried(till, first, 1);
      for (const _ of [1, 2]) {
        const before = proxy.asked();
        await till.sendNow();
        await expect.poll(proxy.asked).toBeGreaterThan(before);
      }
      expect(proxy.offers).toHaveLength(1);
      expect((await till.line(first))?.code).toBe('transport.proxy_auth_refused');
      expect(await till.field('banner').getText()).toContain('代理服务器不接受用户名或密码');
      expect(await unknownSince(till)).toEqual([null, null, null, null, null]);

      // A hand on the test offers what stands in the fields, once.
      expect(await problemAt(till, url)).toBe('proxyPassword');
      expect(proxy.offers).toHaveLength(2);

      proxy.refuseAll(false);
      expect(await savePassword(till, ACCOUNT.password)).toBe(true);
      await till.waitForState(first, 'accepted');
    },
  );

  test('is offered a wrong password once, also where the till reports to a relay and to a collector beside its saves', async () => {
    const proxy = await askingProxy('Basic', ACCOUNT);
    proxy.refuseAll(true);
    const { till } = await behind(proxy, { ...HERE, password: 'wrong' }, undefined, (url) => ({
      reports: { relay: true, otlp: { url: url.replace('/router/rest', '/v1/metrics') } },
    }));
    const slip = await till.register({ mobile: '13800138000' });
    await untilTried(till, slip, 1);
    const log = () => readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
    const untaken = () => log().match(/report not taken.*proxy_auth_refused/g);
    await expect.poll(untaken, { timeout: 90_000, interval: 200 }).toHaveLength(2);
    expect(proxy.offers).toHaveLength(1);
  });

  test('that lets the till go to its gateway alone, and asks anew for a right password elsewhere, stops the reports to a collector and no save', async () => {
    const proxy = await askingProxy('Basic', ACCOUNT);
    proxy.closeTo(ELSEWHERE);
    const { till } = await behind(proxy, HERE, undefined, () => ({
      reports: { otlp: { url: `https://localhost:${ELSEWHERE}/v1/metrics` } },
    }));
    await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
    await expect.poll(proxy.closed, { timeout: 150_000, interval: 200 }).toBe(1);
    await till.waitForState(await till.register({ mobile: '13800138001' }), 'accepted');
  }, 240_000);

  test('that takes the password and finds no gateway at first does not keep the reports to a collector out for it', async () => {
    const proxy = await askingProxy('Basic', ACCOUNT);
    proxy.closeTo(ELSEWHERE);
    proxy.findNobody(true);
    const { till } = await behind(proxy, HERE, undefined, () => ({
      reports: { otlp: { url: `https://localhost:${ELSEWHERE}/v1/metrics` } },
    }));
    const slip = await till.register({ mobile: '13800138000' });
    await untilTried(till, slip, 1);
    proxy.findNobody(false);
    await till.sendNow();
    await till.waitForState(slip, 'accepted');
    await till.waitForState(await till.register({ mobile: '13800138001' }), 'accepted');
    await till.waitForState(await till.register({ mobile: '13800138002' }), 'accepted');
    await expect.poll(proxy.closed, { timeout: 150_000, interval: 200 }).toBe(1);
  }, 240_000);

  test('whose account was let in again is offered the same password after a test that it has passed', async () => {
    const proxy = await askingProxy('Basic', ACCOUNT);
    proxy.refuseAll(true);
    const { till, url } = await behind(proxy, HERE);
    const slip = await till.register({ mobile: '13800138000' });
    await untilTried(till, slip, 1);
    proxy.refuseAll(false);
    await till.sendNow();
    await untilTried(till, slip, 2);
    expect(proxy.passed()).toBe(0);
    expect(await problemAt(till, url)).toBeNull();
    await till.sendNow();
    await till.waitForState(slip, 'accepted');
  });

  test('that has them and says nothing more puts one save in doubt, however many wait and however often it is asked', async () => {
    const proxy = await askingProxy('NTLM', ACCOUNT);
    proxy.answerNobody(true);
    const { till } = await behind(proxy, HERE);
    const slips: string[] = [];
    for (const mobile of ['13800138000', '13800138001', '13800138002'])
      slips.push(await till.register({ mobile }));
    // Each call takes its 20 s.
    const calls = atDepth({ whole: 4, short: 2 });
    await till.client.waitUntil(async () => proxy.offers.length >= calls, { timeout: 120_000 });
    const inDoubt = (await unknownSince(till)).filter((since) => since !== null);
    expect(inDoubt).toHaveLength(1);
    const lines = await Promise.all(slips.map((slip) => till.line(slip)));
    expect(lines.map((line) => line?.code)).toContain('transport.proxy_auth_silent');
    proxy.answerNobody(false);
    await till.client.waitUntil(
      async () => {
        const now = await Promise.all(slips.map((slip) => till.line(slip)));
        return now.every((line) => line?.state === 'accepted');
      },
      { timeout: 90_000 },
    );
  }, 240_000);

  test('where none are set nothing leaves, what waits does not age, and banner and test say what is missing', async () => {
    const proxy = await askingProxy('Basic', ACCOUNT);
    const { till, url } = await behind(proxy, null);
    const slip = await till.register({ mobile: '13800138000' });
    await untilTried(till, slip, 1);
    expect(await till.field('banner').getText()).toContain('代理服务器要求用户名和密码');
    expect(await problemAt(till, url)).toBe('proxyWantsPassword');
    expect(await problemAt(till, url, HERE)).toBeNull();
    expect(await unknownSince(till)).toEqual([null]);
  });

  test('is given nothing where they are set for another proxy', async () => {
    const proxy = await askingProxy('Basic', ACCOUNT);
    const { till, url } = await behind(proxy, { ...HERE, host: 'proxy.example' });
    const slip = await till.register({ mobile: '13800138000' });
    await untilTried(till, slip, 1);
    expect(await problemAt(till, url)).toBe('proxyOther');
    expect(proxy.offers).toEqual([]);
    expect(await unknownSince(till)).toEqual([null]);
  });

  test.each(['Basic realm="company"', 'NTLM', 'Negotiate'])(
    'is no server: one that asks as a proxy would is given nothing (%s)',
    async (wanted) => {
      const { till, said } = await behind(null, { ...HERE, host: 'localhost' }, (_, response) => {
        response.writeHead(401, { 'WWW-Authenticate': wanted }).end();
      });
      const slip = await till.register({ mobile: '13800138000' });
      await untilTried(till, slip, 1);
      expect((await till.line(slip))?.code).toBe('transport.http-401');
      expect(new Set(said)).toEqual(new Set([undefined]));
    },
  );

  test('and the password lies in no file of the till, whether taken or refused, and goes to no page', async () => {
    const proxy = await askingProxy('Basic', ACCOUNT);
    const { till, url } = await behind(proxy, HERE);
    await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
    proxy.refuseAll(true);
    expect(await problemAt(till, url, HERE)).toBe('proxyPassword');
    const shown = await till.client.execute(async (pin) => {
      const reply = await (window as unknown as { tillside: Bridge }).tillside.getSettings({ pin });
      return reply.ok && reply.value;
    }, PIN);
    expect(shown).toMatchObject({ proxy: { host: HERE.host, username: ACCOUNT.username } });
    expect(JSON.stringify(shown)).not.toContain(ACCOUNT.password);
    await till.stop();
    expect(leaksIn(till.dataFolder, ACCOUNT)).toEqual([]);
  });
});
