import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atDepth } from '../../testing/depth.ts';
import { Chain } from './chain.ts';
import { until, whyNot } from './engines.ts';
import { HeadlessTill } from './headlessTill.ts';

const why = whyNot('valkey-server', 'haproxy');
const SAVES = atDepth({ whole: 5_000, short: 600 });
const PATIENCE = 80_000;

describe.skipIf(why !== null)(`two relays behind haproxy, Valkey (${why ?? 'real ones'})`, () => {
  let chain: Chain;
  let till: HeadlessTill;

  beforeAll(async () => {
    chain = await Chain.open();
    till = await HeadlessTill.open(await chain.addTill('till-1'));
  });

  afterAll(async () => {
    await till?.close();
    await chain?.close();
  });

  test(
    'a relay killed, Valkey restarted and the proxy reloaded in the middle of a drain: every save is accepted exactly once, under its id, with its bytes',
    async () => {
      await till.save(SAVES);
      till.send();
      const soFar = (part: number) =>
        until(`${part} of the saves are accepted`, () => till.accepted >= SAVES * part, PATIENCE);
      const [first] = chain.relays;

      await soFar(0.2);
      await first.kill();
      expect(till.accepted).toBeLessThan(SAVES);
      await soFar(0.4);
      await first.start();

      await chain.valkey.kill();
      await chain.valkey.start();
      await soFar(0.7);

      await chain.reloadProxy();
      await soFar(1);

      const { effects, requests } = chain.sandbox.ledger();
      expect(till.held).toBe(0);
      const bodies = new Map(till.saved.map(({ requestId, body }) => [requestId, body]));
      expect(effects).toHaveLength(SAVES);
      expect(new Map(effects.map(({ requestId, body }) => [requestId, body]))).toEqual(bodies);
      for (const { requestId = '', bodyText } of requests)
        expect(bodyText).toBe(bodies.get(requestId));
    },
    PATIENCE,
  );
});
