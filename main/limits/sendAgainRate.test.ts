import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import { SendAgainRate } from './sendAgainRate.ts';

test('a page that sends held saves again and again pushes no line of a cashier out of the trail', async () => {
  const clock = new VirtualClock();
  const entries: AuditEntry[] = [];
  const rate = new SendAgainRate(clock, { owe: async (entry) => void entries.push(entry) });
  let sent = 0;
  for (let times = 0; times < 10_000; times += 1) if ((await rate.take()) === null) sent += 1;
  expect(sent).toBe(20);
  expect(entries).toEqual([{ action: 'sendings.refused', operatorId: null, slip: null, saves: 1 }]);
  expect(await rate.take()).toEqual({
    ok: false,
    error: { code: 'send.too-fast', waitSeconds: 4 },
  });
  await clock.pass(4_000);
  expect(await rate.take()).toBeNull();
});
