import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WELL } from '../fleet/testing/chainInMemory.ts';
import { lacksPrograms } from '../fleet/testing/programs.ts';
import { CHAIN_TOKEN, WatchedChain } from '../testing/watchedChain.ts';
import { ruleGroups } from './testing/expressions.ts';
import { Prometheus } from './testing/prometheus.ts';
import { quickenedRules } from './testing/quickened.ts';

/** Closed just now, wherever this runs: from two hours on, for one. */
function closedNow() {
  const at = (hours: number) =>
    new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
  return { from: at(2), to: at(3), utcOffsetMinutes: 0 };
}

// Nobody has said when these shops are open: reports are expected until a till says goodbye.
const OPEN = { ...WELL, openingHours: null };

const TILLS = [
  { name: 'front', shopId: 'two-tills', report: { ...OPEN, waiting: 3, oldestWaitingSeconds: 1 } },
  { name: 'back', shopId: 'two-tills', report: OPEN },
  { name: 'left', shopId: 'line', report: OPEN },
  { name: 'right', shopId: 'line', report: OPEN },
  { name: 'closed', shopId: 'closed', report: { ...WELL, openingHours: closedNow() } },
  { name: 'never', shopId: 'two-tills', report: OPEN },
];

const PATIENCE = { timeout: 90_000, interval: 250 };

test('the rules that a test runs are the chain’s own, sixty times quicker', () => {
  const quick = quickenedRules();
  expect(quick).toContain('(tillside:till_silent_seconds > bool 13) * tillside:till_due');
  expect(quick).toContain('[15000ms]');
  expect(quick).toContain('tillside:till_oldest_waiting_seconds > 120');
  expect(quick).not.toMatch(/\d[mhd]\]|: \d+[smhd]$/m);
  expect(quick.match(/alert:/g)).toHaveLength(
    ruleGroups()
      .flatMap(({ rules }) => rules)
      .filter(({ alert }) => alert !== undefined).length,
  );
});

describe.skipIf(lacksPrograms('prometheus'))(
  'a real Prometheus (Debian: prometheus) at a real relay, where it is there',
  () => {
    let chain: WatchedChain;
    let prometheus: Prometheus;

    beforeAll(async () => {
      chain = await WatchedChain.start(TILLS);
      prometheus = await Prometheus.start({
        targets: [chain.target],
        token: CHAIN_TOKEN,
        rules: quickenedRules(),
        scrapeInterval: '1s',
      });
    });
    afterAll(async () => {
      await prometheus?.stop();
      await chain?.end();
    });

    const waiting = 'sum by (till) (tillside:till_waiting)';

    test('reads what tills tell, and calls nobody while all is well', async () => {
      for (const { name } of TILLS) if (name !== 'never') chain.run(name);
      await expect
        .poll(() => prometheus.query(waiting), PATIENCE)
        .toEqual(
          expect.arrayContaining([
            { labels: { till: 'front' }, value: 3 },
            { labels: { till: 'back' }, value: 0 },
          ]),
        );
      expect(await prometheus.query('up{job="tillside-relay"}')).toMatchObject([{ value: 1 }]);
      expect(await prometheus.query('tillside_relay_state_up')).toMatchObject([{ value: 1 }]);
      const rejected = await prometheus.query('tillside_relay_reports_total{result="refused"}');
      expect(rejected).toEqual([]);
    });

    test('a till that is killed is told of, and a shop that is silent as a whole as one; a closed shop is not', async () => {
      // Silence is only due where reports have been expected for a quarter of an hour.
      await expect
        .poll(() => prometheus.query('tillside:till_due{till="back"}'), PATIENCE)
        .toMatchObject([{ value: 1 }]);
      // Where the machine is slow the first scrape may be late: then there was no relay for a moment.
      await expect.poll(() => prometheus.firing(), PATIENCE).toEqual([]);
      for (const name of ['front', 'left', 'right', 'closed']) await chain.kill(name);
      await expect
        .poll(() => prometheus.firing(), PATIENCE)
        .toEqual(['TillsideShopSilent line', 'TillsideTillSilent front']);
    });

    test('both alerts clear when the tills are back', async () => {
      for (const name of ['front', 'left', 'right']) chain.run(name);
      await expect.poll(() => prometheus.firing(), PATIENCE).toEqual([]);
      // The closed shop's till is silent all the while.
      const silent = await prometheus.query('tillside:till_silent_seconds{till="closed"} > 15');
      expect(silent).toHaveLength(1);
      // Nobody was ever called for it, nor for the till that was well all the time.
      const called =
        'count_over_time(ALERTS{alertname="TillsideTillSilent", alertstate="firing"}[5m])';
      const names = (await prometheus.query(called)).map(({ labels }) => labels.till);
      expect(names).toContain('front');
      for (const name of ['closed', 'back', 'never']) expect(names).not.toContain(name);
    });

    test('a relay that is away is told of, and no more once it answers', async () => {
      await chain.closeRelay();
      await expect
        .poll(() => prometheus.firing(), PATIENCE)
        .toEqual(expect.arrayContaining(['TillsideAllRelaysAway', 'TillsideRelayAway']));
      await chain.openRelay();
      await expect.poll(() => prometheus.firing(), PATIENCE).toEqual([]);
    });
  },
);
