import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { computerWith } from './driver/computer.ts';
import { canSeeOtherwise } from './driver/machineFolder.ts';
import { startGateway, TestTill } from './testTill.ts';

const PIN = '246810';

/** A till on a computer of its own, with saves that could not be sent, and a copy of its disk on another computer. */
async function copiedTill() {
  const gateway = await startGateway();
  gateway.setFaults({ rules: [{ action: { type: 'outage' } }] });
  const [first, second] = ['3c:7c:3f:00:00:01', '3c:7c:3f:00:00:02'].map(
    (address) =>
      new TestTill(gateway.url, { computer: computerWith(address) }, { managerPin: PIN }),
  ) as [TestTill, TestTill];
  onTestFinished(async () => {
    await first.kill();
    await second.kill();
    await gateway.close();
  });
  await first.start();
  const ids: string[] = [];
  const register = async (till: TestTill, mobile: string) => {
    const slip = await till.register({ mobile });
    ids.push((await till.line(slip))?.requestId ?? '');
    return slip;
  };
  for (const mobile of ['13800138001', '13800138002']) await register(first, mobile);
  await first.stop();
  cpSync(first.folder, second.folder, { recursive: true });
  gateway.setFaults({ rules: [] });
  return { gateway, first, second, ids, register };
}

const pauseIn = ({ dataFolder }: TestTill) =>
  JSON.parse(readFileSync(join(dataFolder, 'health.json'), 'utf8')).pause as string;

describe.skipIf(!canSeeOtherwise())(
  'a copy of a till’s disk on another computer (needs root, and a view of its own)',
  () => {
    test('registers, sends nothing before the manager’s answer, and then what is its own: nobody twice', async () => {
      const { gateway, first, second, ids, register } = await copiedTill();
      await second.start([], 'computer-prompt');
      await second.field('computer-later').click();
      const slip = await register(second, '13800138003');
      expect((await second.outbox()).pause).toEqual({ kind: 'other-computer' });
      expect(gateway.ledger().effects).toEqual([]);
      // A start in between asks again, and knows what was registered here.
      await second.stop();
      expect(pauseIn(second)).toBe('other-computer');
      await second.start([], 'computer-prompt');
      await second.field('computer-start-empty').click();
      await second.field('pin').setValue(PIN);
      await second.field('pin-send').click();
      await second.waitForState(slip, 'accepted');
      expect((await second.outbox()).counts).toMatchObject({ discarded: 2, accepted: 1 });
      await first.start();
      await first.waitForState('S-0002', 'accepted');
      const sent = gateway.ledger().effects.map(({ requestId }) => requestId);
      expect(sent.sort()).toEqual(ids.sort());
    });

    test('sends all of it once the manager says that the other computer is no longer used', async () => {
      const { gateway, second, ids } = await copiedTill();
      await second.start([], 'computer-prompt');
      await second.field('computer-moved').click();
      await second.field('pin').setValue(PIN);
      await second.field('pin-send').click();
      await second.waitForState('S-0001', 'accepted');
      await second.waitForState('S-0002', 'accepted');
      await second.stop();
      const sent = gateway.ledger().effects.map(({ requestId }) => requestId);
      expect(sent.sort()).toEqual(ids.sort());
      await second.start();
      expect((await second.outbox()).pause).toEqual({ kind: 'none' });
    });
  },
);
