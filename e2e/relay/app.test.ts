import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestTill } from '../testTill.ts';
import { Chain } from './chain.ts';
import { whyNot } from './engines.ts';

const why = whyNot('valkey-server', 'haproxy');

/** What head office has done, in the words of the window. */
const REVOKED = '总部停用了本机的密钥';

describe.skipIf(why !== null)(`the built app through two relays (${why ?? 'real ones'})`, () => {
  let chain: Chain;
  let till: TestTill;

  beforeAll(async () => {
    chain = await Chain.open();
    const { gateway, reports } = await chain.addTill('till-1');
    const more = { gateway, ...(reports === undefined ? {} : { reports }) };
    till = new TestTill(chain.url, {}, more);
    await till.start();
  });

  afterAll(async () => {
    await till?.stop();
    await chain?.close();
  });

  const accepted = (slip: string) => till.waitForState(slip, 'accepted', 60_000);

  test('registers members while a relay dies, Valkey restarts and the proxy reads its file again: each once, with its bytes', async () => {
    const slips = [await till.register({ mobile: '13800138001' })];
    await accepted(slips[0] ?? '');
    await chain.relays[0].kill();
    slips.push(await till.register({ mobile: '13800138002' }));
    await chain.relays[0].start();
    await chain.valkey.kill();
    slips.push(await till.register({ mobile: '13800138003' }));
    await chain.valkey.start();
    await chain.reloadProxy();
    slips.push(await till.register({ mobile: '13800138004' }));
    for (const slip of slips) await accepted(slip);

    const { effects, requests } = chain.sandbox.ledger();
    expect(effects.map(({ fields }) => fields.mobile).sort()).toEqual(
      [1, 2, 3, 4].map((number) => `1380013800${number}`),
    );
    const bodies = new Map(effects.map(({ requestId, body }) => [requestId, body]));
    expect(bodies.size).toBe(4);
    for (const { requestId = '', bodyText } of requests)
      expect(bodyText).toBe(bodies.get(requestId));
  });

  test('pauses with a banner that names head office once its key is revoked, and saves as before', async () => {
    const { appKey } = JSON.parse(await chain.command(['tills', 'list', '--json'])).tills[0];
    await chain.command(['tills', 'revoke', appKey]);
    const before = chain.sandbox.requests().length;
    const slip = await till.register({ mobile: '13800138005' });
    const banner = till.client.$('[data-testid="banner"][data-kind="configuration"]');
    await banner.waitForDisplayed();
    expect(await banner.getText()).toContain(REVOKED);
    expect((await till.line(slip))?.state).toBe('pending');
    // Nobody has to look at the window: the next customer is saved all the same.
    const next = await till.register({ mobile: '13800138006' });
    expect((await till.line(next))?.state).toBe('pending');
    expect(chain.sandbox.requests()).toHaveLength(before);
  });
});
