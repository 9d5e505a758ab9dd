import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parsePartialProvision } from '../../app/settings/partialProvision.ts';
import { parseProvision } from '../../app/settings/provision.ts';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { openNodeLine } from '../../testing/doubles/nodeLine.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { CONSENT, freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { TEMPLATE } from '../testing/commandDesk.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';
import { directAdministration } from './directAdministration.ts';
import { provisionText, rotationText } from './provisionText.ts';
import { makeKeyPair, makeSecret } from './tillKey.ts';

const DAY = 86_400_000;
const BRAND = '244323';
const SHOP = '239923231';

/** A real till that sends through a real relay to the sandbox, in virtual time, and the desk of its administrator. */
async function rotatingShop() {
  const clock = new VirtualClock();
  const { now } = clock;
  const monotonic = () => clock.monotonic();
  const sandbox = await createSandbox({ ...chainApp, now });
  const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [], now, monotonic });
  onTestFinished(async () => {
    await relay.end();
    await sandbox.close();
  });
  const admin = directAdministration({ state: relay.state, keys: relay.keys, now });
  const pair = makeKeyPair('till');
  const { appKey } = pair;
  await admin.add({ ...pair, name: 'One', brandId: BRAND, shopIds: [SHOP] });

  const template = { ...TEMPLATE, operators: [{ id: OPERATOR, name: 'One' }], managerPin: PIN };
  const place = { relayUrl: relay.url, brandId: BRAND, shopId: SHOP };
  const written = provisionText({ ...template, reports: { relay: false } }, place, pair);
  const provision = written.ok ? parseProvision(written.value) : written;
  if (!provision.ok) throw new Error(provision.problems.join());

  const folder = await freshFolder();
  const line = openNodeLine();
  const post = async (call: Parameters<typeof line.post>[0]) => ({
    ...(await line.post(call)),
    mayBeSecond: false,
  });
  const common = { isSending: true, post, clock };
  let till = await startTill(folder, {
    ...common,
    offer: { provision: provision.value, isTrusted: true },
  });
  let registered = 0;

  return {
    clock,
    sandbox,
    till: () => till,
    async register(count: number) {
      for (let left = count; left > 0; left -= 1) {
        registered += 1;
        const number = String(registered);
        const done = await till.calls.registerMember({
          ...registration(number.padStart(32, '0'), `138${number.padStart(8, '0')}`),
          consent: { ...CONSENT, brandId: BRAND },
        });
        if (!done.ok) throw new Error(done.error.code);
      }
    },
    /** Lets time pass until nothing waits any more; whether that came. */
    async drains(): Promise<boolean> {
      for (let turn = 0; turn < 60 && till.till.outbox.saves.queue.size > 0; turn += 1) {
        await clock.pass(1_500);
        await pause(10);
      }
      return till.till.outbox.saves.queue.size === 0;
    },
    /** A new secret. Gives the file for the machine's own place, as it comes out. */
    async rotate(days: number): Promise<string> {
      const appSecret = makeSecret();
      const text = rotationText({}, relay.url, { appKey, appSecret });
      if (!text.ok) throw new Error(text.problems.join());
      const until = now() + days * DAY;
      const done = await admin.rotate({ appKey, appSecret, until, drop: null });
      if (!done.ok) throw new Error(done.says);
      return text.value;
    },
    /** The till is started once more, with that file in the machine's own place. */
    async startAgain(text: string | null): Promise<void> {
      await till.stop();
      const part = text === null ? null : parsePartialProvision(text);
      if (part?.ok === false) throw new Error(part.problems.join());
      const path = '/etc/tillside/provision.json';
      const file = part === null ? null : { part: part.value, isTrusted: true, path };
      const machine = { policy: {}, file, mistakes: [] };
      till = await startTill(folder, { ...common, offer: null, machine });
    },
    /** How often the platform has accepted each of the saves. */
    effects: () => sandbox.ledger().effects.map(({ fields }) => fields.mobile),
    registered: () => registered,
  };
}

describe('a till whose secret is rotated', () => {
  test('is let in by the old one until it has taken over the new one, without a PIN, and loses no save', async () => {
    const shop = await rotatingShop();
    await shop.register(3);
    expect(await shop.drains()).toBe(true);

    const file = await shop.rotate(14);
    await shop.register(3);
    expect(await shop.drains(), 'by the secret of before').toBe(true);

    await shop.register(2);
    await shop.startAgain(file);
    expect(shop.till().till.provisioning.question).toBeNull();
    expect(await shop.drains(), 'by the new one').toBe(true);
    expect(shop.till().codes()).not.toContain('provision.machine-not-read');

    await shop.clock.pass(15 * DAY);
    await shop.register(2);
    expect(await shop.drains(), 'when the old one is refused').toBe(true);
    expect(new Set(shop.effects()).size).toBe(10);
    expect(shop.effects()).toHaveLength(10);
  });

  test('pauses where its old one has run out, holds nobody, and goes on with the new one: each save once', async () => {
    const shop = await rotatingShop();
    const file = await shop.rotate(0);
    await shop.register(4);
    expect(await shop.drains()).toBe(false);
    expect(shop.effects()).toEqual([]);
    const { saves } = shop.till().till.outbox;
    expect([saves.counts.held, saves.queue.size]).toEqual([0, 4]);
    expect(shop.till().till.replayer.pause().kind).toBe('configuration');

    await shop.startAgain(file);
    expect(await shop.drains()).toBe(true);
    expect(shop.effects()).toHaveLength(4);
    expect(new Set(shop.effects()).size).toBe(4);
  });
});
