import { expect, test } from 'vitest';
import { phaseOf } from '../../main/phaseOf.ts';
import { Vault } from '../../main/vault/vault.ts';
import { StoryShop } from './storyShop.ts';

const faults = { rules: [{ times: 1, action: { type: 'error' as const, code: 40 } }] };

test('a chain gives a row of the table another meaning by provisioning, without a release', async () => {
  const shop = await StoryShop.open({ faults });
  const strict = await shop.till();
  const refused = await strict.register({ mobile: '18651822226' });
  await shop.drain();
  expect(strict.save(refused)).toMatchObject({ state: 'held', heldReason: 'rejected' });

  shop.gateway.setFaults(faults);
  const patient = await shop.till({
    outcomes: [{ code: '40', class: 'later', source: 'the chain’s own gateway' }],
  });
  const taken = await patient.register({ mobile: '13800138000' });
  await shop.drain();
  expect(patient.save(taken)).toMatchObject({ state: 'accepted', attempts: 2 });
});

test('a budget of the provisioning is kept by the till as it is wired', async () => {
  const shop = await StoryShop.open();
  const till = await shop.till({ pace: { callsPerMinute: 30 } });
  shop.isCableOut = true;
  await till.registerPeople(60);
  await shop.clock.pass(20 * 60_000);
  shop.isCableOut = false;
  await till.running.replayer.wake('network');
  await shop.clock.pass(90_000);
  const early = shop.gateway.requests().length;
  expect(early).toBeGreaterThan(20);
  expect(early).toBeLessThanOrEqual(45);
  await shop.drain();
  expect(shop.ledger().effects).toHaveLength(60);
});

test('a till has its own place among all tills, and keeps it', () => {
  const places = Array.from({ length: 200 }, (_, till) =>
    phaseOf(new Vault(Buffer.alloc(32, till))),
  );
  expect(new Set(places).size).toBe(200);
  for (const place of places) expect(place).toBe(Math.min(Math.max(place, 0), 1 - Number.EPSILON));
  const early = places.filter((place) => place < 0.5).length;
  expect(Math.abs(early - 100)).toBeLessThan(40);
  expect(phaseOf(new Vault(Buffer.alloc(32, 7)))).toBe(places[7]);
});
