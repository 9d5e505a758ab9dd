import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import { atDepth } from '../../testing/depth.ts';
import { Chain } from './chain.ts';
import { until, whyNot } from './engines.ts';
import { foreignSave } from './foreign.ts';
import { HeadlessTill } from './headlessTill.ts';

const why = whyNot('valkey-server', 'haproxy');
const PATIENCE = 85_000;

/** What the platform grants, in a minute. */
const GRANT = 60;

describe.skipIf(why !== null)(`Valkey away, behind two relays (${why ?? 'real ones'})`, () => {
  let chain: Chain;
  let till: HeadlessTill;
  let storming: Provision;

  beforeAll(async () => {
    chain = await Chain.open({ callsPerMinute: GRANT });
    till = await HeadlessTill.open(await chain.addTill('till-1'));
    storming = await chain.addTill('till-2');
  });

  afterAll(async () => {
    await till?.close();
    await chain?.close();
  });

  test(
    'nothing leaves; tills are told "later", so that nothing is held; and all goes on by itself',
    async () => {
      await till.save(5);
      await chain.valkey.kill();
      const answer = await foreignSave(storming.gateway);
      expect(answer).toMatchObject({ status: 200, code: 10, subCode: 'isp.relay-state-away' });

      till.send();
      const tried = () => [...till.till.outbox.saves.values()].some(({ attempts }) => attempts > 0);
      await until('the till has tried', tried);
      for (const { state } of till.till.outbox.saves.values())
        expect(['pending', 'sending']).toContain(state);
      expect(chain.sandbox.requests()).toEqual([]);

      await chain.valkey.start();
      await until('all is accepted', () => till.accepted === 5, PATIENCE);
      expect(chain.sandbox.ledger().effects).toHaveLength(5);
    },
    PATIENCE,
  );

  test(
    'nothing passes the quota while it comes and goes, however many call',
    async () => {
      let isOver = false;
      const callers = Array.from({ length: 12 }, async () => {
        while (!isOver) {
          await foreignSave(storming.gateway).catch(() => undefined);
          await sleep(20);
        }
      });
      for (let turn = 0; turn < atDepth({ whole: 7, short: 2 }); turn += 1) {
        await sleep(3_000);
        await chain.valkey.kill();
        await sleep(2_000);
        await chain.valkey.start();
      }
      await sleep(3_000);
      isOver = true;
      await Promise.all(callers);
      const times = chain.sandbox.requests().map(({ at }) => at);
      const inAMinute = times.map(
        (end) => times.filter((at) => at <= end && at > end - 60_000).length,
      );
      expect(times.length).toBeGreaterThan(5);
      expect(Math.max(...inAMinute)).toBeLessThanOrEqual(GRANT);
    },
    PATIENCE,
  );
});
