import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { SET_UP, START, save, send, settle, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import type { Till } from '../till.ts';

const HOUR = 60 * 60_000;
const on = (hours: number) => ({ clock: new VirtualClock(START + hours * HOUR) });

/** Another till has corrected the number of 1, and its correction came here in a file. */
async function corrected({ outbox }: Till) {
  const result = await outbox.intake.enqueue({
    requestId: '2'.repeat(32),
    origin: { brandId: 'brand', shopId: 'shop', operatorId: '3' },
    member: { mobile: '13800138002' },
    app: 'https://gw.example.com 1',
    correctionOf: '1'.repeat(32),
    consent: { at: START, noticeVersion: '1', operatorId: '3', marketing: false },
  });
  expect(result.ok).toBe(true);
}

test.each(['pending', 'rejected'] as const)(
  'what comes back (%s) and was corrected elsewhere is closed where its correction stands here',
  async (state) => {
    const { till, store, start, loseKey } = await tillOfLostKey();
    await save(till.till, 1);
    if (state === 'rejected') await settle(till.till, 1, state);
    await till.stop();
    await loseKey(START + HOUR);
    await (await start({ offer: SET_UP, ...on(1) })).stop();
    const second = await start(on(2));
    await corrected(second.till);
    expect(await send(second.till, 2)).toBe(true);
    await second.stop();
    store.isClosed = false;
    const last = await start(on(3));
    expect(last.till.outbox.saves.find('1'.repeat(32))?.closedReason).toBe('corrected');
  },
);
