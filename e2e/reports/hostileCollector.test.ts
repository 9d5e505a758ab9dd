import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CRASHING, ELSEWHERE, STUCK_BEHIND_REDIRECT, TOO_MUCH, TOO_SLOW } from '../attacks.ts';
import { type Attack, hostileGateway } from '../hostileGateway.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { startReceiver } from './receiver.ts';

/** Whatever comes is answered like this. */
const ANYBODY = '';
const REFUSED = '13800138000';

/** A till whose collector has just begun to answer like this. */
async function attacked(attack: Attack) {
  const refusal = { type: 'error', code: 50, subCode: 'isv.invalid-mobile' } as const;
  const gateway = await startGateway({
    faults: { rules: [{ match: { mobile: REFUSED }, action: refusal }] },
  });
  const collector = await hostileGateway();
  collector.attack(ANYBODY, attack);
  const otlp = { url: collector.url };
  const till = await new TestTill(gateway.url, {}, { reports: { otlp } }).start();
  onTestFinished(async () => {
    await till.kill();
    collector.close();
    await gateway.close();
  });
  // What is held is told soon.
  await till.waitForState(await till.register({ mobile: REFUSED }), 'held');
  const heads = () => collector.heads.length;
  await expect.poll(heads, { timeout: 40_000, interval: 20 }).toBe(1);
  const log = () => readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  return { gateway, collector, till, log };
}

const named = (part: string) => {
  const [, attack] = TOO_SLOW.find(([name]) => name.includes(part)) ?? [];
  if (attack === undefined) throw new Error(`no attack is named ${part}`);
  return attack;
};

/**
 * Until the network process was ended. On a machine that is busy the flood pauses, or comes when nothing is read any more,
 * and the process hears somebody: that was no such attack, and the next report meets one.
 */
async function stuckAt(log: () => string, whose = /(?:)/): Promise<void> {
  const told = new RegExp(`network process ended: it was stuck${whose.source}`);
  await expect.poll(log, { timeout: 150_000 }).toMatch(told);
}

const silence: Attack = () => undefined;

describe('a collector costs no save anything', () => {
  test.each<readonly [string, Attack]>([
    ['that never answers', silence],
    ...TOO_MUCH.filter(([name]) => /without an end, in chunks|to 416|redirect/.test(name)).map(
      ([name, , attack]) => [`that sends ${name}`, attack] as const,
    ),
  ])('%s', async (_, attack) => {
    const { gateway, collector, till, log } = await attacked(attack);
    for (const mobile of ['13800138001', '13800138002'])
      await till.waitForState(await till.register({ mobile }), 'accepted', 5_000);
    expect(gateway.ledger().effects).toHaveLength(2);
    // None was sent twice.
    expect(gateway.requests()).toHaveLength(3);
    await expect.poll(log, { timeout: 20_000 }).toMatch(/report not taken/);
    expect(log().match(/report not taken/g)).toHaveLength(1);
    expect(collector.heads.join()).not.toContain(ELSEWHERE);
  });
});

test('a collector that keeps the whole network process busy costs it once, and no save is lost or doubled', async () => {
  const { gateway, till, log } = await attacked(named('100 Continue'));
  const slip = await till.register({ mobile: '13800138001' });
  await till.waitForState(slip, 'accepted', 90_000);
  expect(gateway.ledger().effects).toHaveLength(1);
  await stuckAt(log);
  await till.waitForState(await till.register({ mobile: '13800138002' }), 'accepted', 5_000);
}, 300_000);

test('so does one that keeps it busy with the rest of an answer that nobody wants, and it is left alone for that, also where no save comes meanwhile', async () => {
  const { gateway, till, log } = await attacked(STUCK_BEHIND_REDIRECT);
  // By which it is left alone (`reportLine.test.ts`).
  await stuckAt(log, /.*"by":"collector"/);
  await till.waitForState(await till.register({ mobile: '13800138001' }), 'accepted', 40_000);
  expect(gateway.ledger().effects).toHaveLength(1);
}, 240_000);

test('a collector whose answer ends the network process costs it once, and is left alone then', async () => {
  const { gateway, collector, till, log } = await attacked(CRASHING);
  await expect.poll(log, { timeout: 20_000 }).toContain('report not taken');
  await till.waitForState(await till.register({ mobile: '13800138001' }), 'accepted', 40_000);
  // By which it is left alone (`reportLine.test.ts`).
  const told = /network process ended by itself.*"by":"collector"/;
  await expect.poll(log, { timeout: 10_000 }).toMatch(told);
  expect(gateway.ledger().effects).toHaveLength(1);
  expect(collector.heads).toHaveLength(1);
});

test('a collector that keeps the whole network process busy is left alone for it, and not the relay that is told beside it', async () => {
  const refusal = { type: 'error', code: 50, subCode: 'isv.invalid-mobile' } as const;
  const gateway = await startGateway({
    faults: { rules: [{ match: { mobile: REFUSED }, action: refusal }] },
  });
  const relay = await startReceiver(gateway.url);
  const collector = await hostileGateway();
  collector.attack(ANYBODY, named('100 Continue'));
  const otlp = { url: collector.url };
  const till = await new TestTill(relay.url, {}, { reports: { relay: true, otlp } }).start();
  onTestFinished(async () => {
    await till.kill();
    collector.close();
    relay.close();
    await gateway.close();
  });
  // What is held is told soon, to both.
  await till.waitForState(await till.register({ mobile: REFUSED }), 'held');
  const log = () => readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  await stuckAt(log);
  const costly = collector.heads.length;
  // Its next one, at the latest when the one that was lost is tried again.
  const told = relay.forms.length;
  await expect.poll(() => relay.forms.length, { timeout: 150_000 }).toBeGreaterThan(told);
  expect(collector.heads).toHaveLength(costly);
  expect(log()).not.toContain('"by":"relay"');
}, 360_000);
