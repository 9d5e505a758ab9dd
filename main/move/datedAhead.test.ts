import { describe, expect, test } from 'vitest';
import type { Member } from '../../app/member/memberSchema.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { anOutbox, aQueue, CONSENT, ID, NOW } from '../../testing/tills/hostileQueue.ts';
import type { Moved } from '../outbox/movedQueue.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';
import { checked } from './importFrom.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

interface Written {
  /** When the file says that it was written (ms since 1970). */
  exportedAt: number;
  birthday?: string;
  /** When whoever is in it has agreed (ms since 1970). */
  agreedAt?: number;
}

/** The clock of the till that takes the file, and the day of its build (ms since 1970). */
interface Clocks {
  time?: number;
  builtAt?: number;
}

/** Whoever writes a file writes its date as well. */
async function takeOver(written: Written, { time = NOW, builtAt = 0 }: Clocks = {}) {
  const { exportedAt, birthday, agreedAt = CONSENT.at } = written;
  const [one] = (await aQueue()).saves as [Moved];
  const member: Member = { mobile: '13800138001', ...(birthday !== undefined && { birthday }) };
  const body = freezeBody(ID, { brandId: '1', shopId: '2', operatorId: '3' }, member);
  const saves = [{ ...one, body, consent: { ...CONSENT, at: agreedAt } }];
  const till = await anOutbox(2);
  const content = JSON.parse(JSON.stringify({ exportedAt, saves }));
  const opened = await checked(content, { ...till, time: () => time, builtAt });
  if (opened.ok) await takeOverQueue(till, opened.queue);
  return { code: opened.ok ? null : opened.code, save: till.saves.find(ID) };
}

const FAR = Date.UTC(2100, 0, 1);

describe('the date of a file is believed a day ahead of the clock of here, as of another zone, and no further', () => {
  test('nobody has agreed later than now, whatever date the file itself has', async () => {
    const { save } = await takeOver({ exportedAt: FAR, agreedAt: FAR - YEAR });
    expect(save).toMatchObject({ state: 'held', heldReason: 'late-import' });
    expect(save?.consent?.at).toBe(NOW);
  });

  test('nor later than a file was written that is dated within a day', async () => {
    const exportedAt = NOW + DAY;
    const { save } = await takeOver({ exportedAt, agreedAt: FAR });
    expect(save?.consent?.at).toBe(exportedAt);
  });

  test.each([
    ['not born yet', '2084-01-01'],
    ['a child', '2020-01-01'],
  ])('nobody is taken out of it who is %s: it is refused, for the clock', async (_, birthday) => {
    expect(await takeOver({ exportedAt: FAR, birthday })).toEqual({
      code: 'move.clock',
      save: undefined,
    });
  });

  test('what is wrong with a file by its own date as well is nothing that a clock would mend', async () => {
    expect(await takeOver({ exportedAt: FAR, birthday: '2099-01-01' })).toMatchObject({
      code: 'move.bad-save',
    });
    expect(await takeOver({ exportedAt: NOW, birthday: '2020-01-01' })).toMatchObject({
      code: 'move.bad-save',
    });
  });

  test('whoever is old enough here comes in, and waits for the manager', async () => {
    const { save } = await takeOver({ exportedAt: FAR, birthday: '1990-01-01' });
    expect(save).toMatchObject({ state: 'held', heldReason: 'late-import' });
  });
});

describe('a till whose battery is empty stands years before its build', () => {
  const clocks = { time: Date.UTC(2000, 0, 1), builtAt: NOW - 30 * DAY };

  test('what was agreed before the build comes in as it is, and waits for the manager', async () => {
    const agreedAt = NOW - 31 * DAY;
    const { save } = await takeOver({ exportedAt: NOW, birthday: '1990-01-01', agreedAt }, clocks);
    expect(save?.consent?.at).toBe(agreedAt);
  });

  test.each([
    ['who has agreed since', { agreedAt: NOW - HOUR }],
    ['who has turned fourteen since', { birthday: '2012-11-20' }],
  ])(
    'but nobody %s is dated anew or called a mistake: the file is refused for the clock, and taken once that is set',
    async (_, parts) => {
      const written: Written = { exportedAt: NOW, ...parts };
      expect(await takeOver(written, clocks)).toEqual({ code: 'move.clock', save: undefined });
      const { code, save } = await takeOver(written, { ...clocks, time: NOW + HOUR });
      expect(code).toBeNull();
      expect(save?.consent?.at).toBe(written.agreedAt ?? CONSENT.at);
    },
  );
});
