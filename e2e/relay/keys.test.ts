import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atDepth } from '../../testing/depth.ts';
import { BRAND, Chain, SHOP } from './chain.ts';
import { until, whyNot } from './engines.ts';
import { foreignSave } from './foreign.ts';
import { HeadlessTill } from './headlessTill.ts';

const why = whyNot('valkey-server', 'haproxy');
const OTHER_SHOP = '777000111';

describe.skipIf(why !== null)(`tills' keys behind two relays (${why ?? 'real ones'})`, () => {
  let chain: Chain;
  const tills: HeadlessTill[] = [];

  beforeAll(async () => {
    chain = await Chain.open();
  });

  afterAll(async () => {
    for (const till of tills) await till.close();
    await chain?.close();
  });

  async function tillOf(name: string): Promise<HeadlessTill> {
    const till = await HeadlessTill.open(await chain.addTill(name));
    tills.push(till);
    return till;
  }

  test('a till that is revoked in the middle of a drain is refused at its next call, pauses with its reason and keeps everything, while others go on', async () => {
    const saves = atDepth({ whole: 1_500, short: 400 });
    const [till, other] = [await tillOf('revoked'), await tillOf('other')];
    await till.save(saves);
    till.send();
    await until('a part is accepted', () => till.accepted >= saves / 10);
    await chain.command(['tills', 'revoke', till.appKey]);
    await until('the till pauses', () => till.till.replayer.pause().kind === 'configuration');
    expect(till.till.replayer.pause()).toMatchObject({
      kind: 'configuration',
      fix: 'till-key',
      code: '29',
      subCode: 'isv.appkey-revoked',
    });
    // What had left by then is answered first.
    await until('nothing is under way', () => till.till.outbox.saves.counts.sending === 0);
    const { accepted, held } = till;
    expect(accepted).toBeLessThan(saves);
    expect(held).toBe(0);
    expect(till.till.outbox.saves.queue.size).toBe(saves - accepted);
    expect(chain.sandbox.ledger().effects).toHaveLength(accepted);
    expect(await foreignSave(till.gateway)).toMatchObject({
      code: 29,
      subCode: 'isv.appkey-revoked',
    });

    await other.save(3);
    other.send();
    await until('the other till sends', () => other.accepted === 3);
    expect(chain.sandbox.ledger().effects).toHaveLength(accepted + 3);
  });

  test('a key acts for no other brand', async () => {
    const { gateway } = await chain.addTill('brand');
    const before = chain.sandbox.requests().length;
    expect(await foreignSave(gateway, { brand_id: '999' })).toMatchObject({
      code: 29,
      subCode: 'isv.appkey-other-brand',
    });
    expect(await foreignSave(gateway, { brand_id: BRAND })).toMatchObject({ status: 200 });
    expect(chain.sandbox.requests()).toHaveLength(before + 1);
  });

  test('a queue of another shop is held until that shop is on the list of the till, and goes on then', async () => {
    const till = await tillOf('moved');
    const before = chain.sandbox.requests().length;
    await till.save(2, { shopId: OTHER_SHOP });
    await till.save(1, { shopId: SHOP });
    till.send();
    await until('what is of the other shop is held', () => till.held === 2);
    await until('what is of its own is accepted', () => till.accepted === 1);
    expect(chain.sandbox.requests()).toHaveLength(before + 1);

    await chain.command(['tills', 'shops', till.appKey, '--add', OTHER_SHOP]);
    await till.sendHeldAgain();
    await until(
      () => `all is accepted: ${till.standing}`,
      () => till.accepted === 3,
    );
    const bodies = chain.sandbox
      .ledger()
      .effects.slice(-3)
      .map(({ body }) => body);
    expect(bodies.sort()).toEqual(till.saved.map(({ body }) => body).sort());
  });
});
