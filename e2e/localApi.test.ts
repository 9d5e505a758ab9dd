import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import getPort from 'get-port';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { leaksIn } from './leaks.ts';
import { CONSENT, OPERATOR, startGateway, TestTill } from './testTill.ts';

const KEY = 'd0f7a1c2-0000-4000-8000-000000000001';

let gateway: Sandbox;
let till: TestTill;
let port: number;

beforeEach(async () => {
  gateway = await startGateway();
  port = await getPort({ host: '127.0.0.1' });
  till = new TestTill(gateway.url, {}, { api: { enabled: true, port } });
});

afterEach(async () => {
  await till.kill();
  await gateway.close();
});

const tokenFile = () => join(till.dataFolder, 'api.token');

async function call(path: string, body?: object, key?: string) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      authorization: `Bearer ${readFileSync(tokenFile(), 'utf8')}`,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

function registration(mobile: string, name = '') {
  const { brandId, noticeVersion, marketing } = CONSENT;
  return {
    operatorId: OPERATOR.id,
    member: { mobile, name },
    consent: { agreed: true, brandId, noticeVersion, marketing },
  };
}

describe('the local API of the built app', () => {
  test('registers a member whose slip stands in the window, who is accepted once, also after a kill', async () => {
    await till.start();
    await till.client.waitUntil(async () => existsSync(tokenFile()));
    if (process.platform !== 'win32') expect(statSync(tokenFile()).mode & 0o777).toBe(0o600);
    const saved = await call('/v1/members', registration('13800138000', '司徒建国'), KEY);
    expect(saved).toMatchObject({ status: 201, body: { slip: 'S-0001' } });
    await till.waitForState('S-0001', 'accepted');
    const before = readFileSync(tokenFile(), 'utf8');
    await till.kill();
    await till.start();
    await till.client.waitUntil(
      async () => existsSync(tokenFile()) && readFileSync(tokenFile(), 'utf8') !== before,
    );
    const again = await call('/v1/members', registration('13800138000', '司徒建国'), KEY);
    // Where the data key lies open in the folder nothing of an accepted save is left to compare with.
    expect([200, 409]).toContain(again.status);
    const requestId = again.body.requestId ?? again.body.error.requestId;
    expect(requestId).toBe(saved.body.requestId);
    expect(await call(`/v1/members/${requestId}`)).toMatchObject({
      status: 200,
      body: { state: 'accepted', slip: 'S-0001' },
    });
    expect(gateway.ledger().effects).toHaveLength(1);
    await call('/v1/members', registration('13871946', '欧阳晓岚'), `${KEY}-wrong`);
    await call('/v1/members/13871946520');
    const token = readFileSync(tokenFile(), 'utf8');
    await till.stop();
    expect(existsSync(tokenFile())).toBe(false);
    const told = {
      mobile: '13800138000',
      name: '司徒建国',
      wrong: '欧阳晓岚',
      path: '13871946520',
    };
    expect(leaksIn(till.dataFolder, { ...told, key: KEY, token })).toEqual([]);
  });

  test('fills the form for the cashier, who finishes it, and never one in which somebody is typing', async () => {
    await till.start();
    await till.client.waitUntil(async () => existsSync(tokenFile()));
    const offered = { member: { mobile: '13900139000', name: '李明' } };
    expect(await call('/v1/form', offered)).toEqual({ status: 200, body: { filled: true } });
    await till.client.waitUntil(async () => (await till.field('name').getValue()) === '李明');
    expect(await call('/v1/form', { member: { mobile: '13700137000' } })).toMatchObject({
      status: 409,
      body: { error: { code: 'form.busy' } },
    });
    // A hand that comes before anybody can have read it means somebody else.
    await till.client.pause(1_200);
    await till.agree();
    await till.client.keys('F4');
    expect(await till.confirmedSlip()).toBe('S-0001');
    await till.waitForState('S-0001', 'accepted');
    expect(gateway.ledger().effects).toHaveLength(1);
  });

  test('while a crowd without a token calls as fast as it is answered, the cashier registers as ever', async () => {
    await till.start();
    await till.client.waitUntil(async () => existsSync(tokenFile()));
    let isOver = false;
    const codes = new Set<number>();
    const stranger = async () => {
      while (!isOver) {
        const answer = await fetch(`http://127.0.0.1:${port}/v1/members`, {
          method: 'POST',
          body: JSON.stringify(registration('13600136000')),
        }).catch(() => null);
        if (answer !== null) codes.add(answer.status);
        await answer?.arrayBuffer();
      }
    };
    const crowd = Array.from({ length: 20 }, stranger);
    for (const mobile of ['13800138001', '13800138002'])
      await till.waitForState(await till.register({ mobile }), 'accepted');
    isOver = true;
    await Promise.all(crowd);
    expect([...codes].every((status) => status === 401 || status === 429 || status === 503)).toBe(
      true,
    );
    expect(gateway.ledger().effects).toHaveLength(2);
  });

  test('a port that is taken is said in the window, and the till works', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    await till.start();
    const banner = till.client.$('[data-testid="banner"][data-kind="api.port-taken"]');
    await banner.waitForExist();
    expect(await banner.getHTML()).toContain(String(port));
    expect(existsSync(tokenFile())).toBe(false);
    await till.waitForState(await till.register({ mobile: '13800138003' }), 'accepted');
    await new Promise((resolve) => other.close(resolve));
  });
});

test('a till that is not told to answers nobody', async () => {
  const quiet = new TestTill(gateway.url);
  await quiet.start();
  await quiet.waitForState(await quiet.register({ mobile: '13800138004' }), 'accepted');
  expect(existsSync(join(quiet.dataFolder, 'api.token'))).toBe(false);
  await expect(fetch('http://127.0.0.1:24817/v1/health')).rejects.toThrow();
  await quiet.kill();
});
