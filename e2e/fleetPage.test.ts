import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium } from '../pageTests/browser.ts';
import { Chromium } from '../pageTests/Chromium.ts';
import { servePage } from '../relay/fleet/pageRoutes.ts';
import { ChainInMemory, tillRecord, WELL } from '../relay/fleet/testing/chainInMemory.ts';
import { FleetView } from '../relay/fleet/view/fleetView.ts';

const TOKEN = 'the-token-of-the-page-in-this-test';

const SIZES = { desk: [1366, 768], phone: [390, 844] } as const;

/** A chain in which something is wrong with every third till. */
function troubledChain(): ChainInMemory {
  const chain = new ChainInMemory();
  for (let number = 0; number < 60; number += 1) {
    const wrong = {
      pause: 'configuration',
      held: 30,
      waiting: number,
      oldestWaitingSeconds: 9_000,
    } as const;
    const shop = `23992${Math.floor(number / 4)}`;
    const record = tillRecord(`k${number}`, { name: `${number} 号台`, shopIds: [shop] });
    chain.add(record, number % 3 === 0 ? { ...WELL, ...wrong } : WELL);
  }
  return chain;
}

describe.skipIf(!hasChromium)('the relay’s page in a real browser', () => {
  const browser = new Chromium();
  const app = fastify();
  const chain = troubledChain();
  const problems: unknown[] = [];
  let address = '';

  const seen = async <Value>(expression: string) => {
    const answer = await browser.call('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    const { result, exceptionDetails } = answer as {
      result: { value: Value };
      exceptionDetails?: unknown;
    };
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  };
  const open = async (path: string) => {
    const loaded = browser.next('Page.loadEventFired');
    await browser.call('Page.navigate', { url: address + path });
    await loaded;
  };
  const click = async (selector: string) => {
    const loaded = browser.next('Page.loadEventFired');
    await seen(`document.querySelector(${JSON.stringify(selector)}).click()`);
    await loaded;
  };
  const size = ([width, height]: readonly [number, number]) =>
    browser.call('Emulation.setDeviceMetricsOverride', {
      ...{ width, height, deviceScaleFactor: 1 },
      mobile: width < 500,
    });

  beforeAll(async () => {
    const now = () => chain.now;
    await servePage(app, { view: new FleetView(chain, now), token: TOKEN, now });
    address = await app.listen({ host: '127.0.0.1', port: 0 });
    await browser.start();
    browser.listen('Log.entryAdded', ({ entry }) => problems.push(entry));
    browser.listen('Runtime.exceptionThrown', (thrown) => problems.push(thrown));
    for (const domain of ['Page', 'Runtime', 'Log']) await browser.call(`${domain}.enable`);
    await size(SIZES.desk);
  });
  afterAll(async () => {
    await browser.stop();
    await app.close();
  });

  test('somebody enters with the token and comes to what was asked for', async () => {
    await open('/fleet?lang=en&by=shop');
    await seen(`document.getElementById('token').value = ${JSON.stringify(TOKEN)}`);
    await click('.enter button');
    expect(await seen('location.pathname + location.search')).toBe('/fleet?by=shop&lang=en');
    expect(await seen('document.querySelectorAll("tbody tr").length')).toBe(15);
    expect(await seen('document.cookie')).toBe('');
    // The question for the token came with a 401, which the browser writes down.
    problems.splice(0);
  });

  test('a click on a heading puts the list in order, another one turns it round', async () => {
    await open('/fleet?lang=en');
    const first = 'document.querySelector("tbody td.waiting").textContent';
    await click('th.waiting a');
    expect(await seen(first)).toBe('57');
    await click('th.waiting a');
    expect(await seen(first)).toBe('0');
    expect(await seen('location.search')).toBe('?sort=waiting&lang=en');
  });

  test('the list comes anew by itself, and what somebody is typing stays', async () => {
    await open('/fleet?lang=en&sort=waiting&dir=desc');
    chain.add(tillRecord('k1'), { ...WELL, waiting: 1_234 });
    chain.now += 10_000;
    // What the page does every fifteen seconds, it does as well when it comes in sight.
    const look = 'document.dispatchEvent(new Event("visibilitychange"))';
    await seen(look);
    const first = 'document.querySelector("tbody td.waiting").textContent';
    await expect.poll(() => seen(first)).toBe('1234');
    expect(await seen('document.querySelector("footer time").textContent')).not.toContain('UTC');
    await seen('document.getElementById("search").focus()');
    await browser.call('Input.insertText', { text: 'Fro' });
    chain.add(tillRecord('k1'), { ...WELL, waiting: 2_345 });
    chain.now += 10_000;
    await seen(look);
    await seen('new Promise((resolve) => setTimeout(resolve, 300))');
    expect(await seen('document.getElementById("search").value')).toBe('Fro');
    expect(await seen(first)).toBe('1234');
  });

  test.each(Object.entries(SIZES))(
    'nothing goes beyond the edge, and axe finds nothing: %s',
    async (_, one) => {
      await size(one);
      const axe = readFileSync(
        createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
        'utf8',
      );
      for (const path of [
        '?lang=zh-CN',
        '?lang=en',
        '?lang=zh-CN&by=shop',
        '?lang=en&shop=239920',
        '?q=none',
      ]) {
        await open(`/fleet${path}`);
        expect(await seen('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true);
        await seen(`${axe}; true`);
        const found = await seen<unknown[]>(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
        );
        expect(found, path).toEqual([]);
      }
    },
  );

  test('the browser had nothing to complain of: its policy forbids nothing that the page does', () => {
    expect(problems).toEqual([]);
  });
});
