import { expect, test, vi } from 'vitest';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { anOutbox, CONSENT, NOW, register } from '../../testing/tills/hostileQueue.ts';
import { checked } from '../move/importFrom.ts';
import type { Moved, MovedQueue } from './movedQueue.ts';
import { packQueue } from './packQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MANY = 60;
const idOf = (number: number) => number.toString(16).padStart(32, '0');

/** One person again and again, each time by another number and under the code of before or the next one. */
async function joined(): Promise<MovedQueue> {
  const outbox = await anOutbox(1);
  await register(outbox);
  const { saves, exportedAt } = packQueue(outbox).queue;
  const [one] = saves as [Moved];
  const origin = { brandId: '1', shopId: '2', operatorId: '3' };
  const many = Array.from({ length: MANY }, (_, at) => {
    const mobile = String(13_800_000_000 + Math.floor(at / 2));
    const outerId = `code-${Math.ceil(at / 2)}`;
    const body = freezeBody(idOf(at + 1), origin, { mobile, outerType: 'wechat', outerId });
    return { ...one, body, consent: CONSENT, madeAt: NOW + at };
  });
  return { exportedAt, saves: many };
}

test('whom a file brings ever so often is walked through for none of them: tens of thousands kept everybody from sending for hours', async () => {
  const till = await anOutbox(2);
  const opened = await checked(JSON.parse(JSON.stringify(await joined())), till);
  if (!opened.ok) throw new Error(opened.code);
  const looks = vi.spyOn(till.saves, 'ofPerson');
  expect(await takeOverQueue(till, opened.queue)).toMatchObject({ taken: MANY, late: 0 });
  expect(looks.mock.calls.length).toBeLessThanOrEqual(MANY);
});
