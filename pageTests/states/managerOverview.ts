import { OUTAGE_REASONS, type Outage } from '../../app/outages/outage.ts';
import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { openManager } from './managerSteps.ts';
import type { State } from './State.ts';
import { said, shown } from './steps.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Fills the days that the till has: a shop with a busy evening, of which today is not over. */
const FILL = `const { bridge } = memoryTill; const { getDays } = bridge;
bridge.getDays = async (asked) => {
  const answer = await getDays(asked);
  if (answer.ok) answer.value.forEach(fill);
  return answer;
};
function fill(day, at) {
  const isQuiet = at % 7 === 3;
  const count = isQuiet ? 6 : 24 + ((at * 7) % 19);
  const isLate = at > 26;
  const held = at % 5 === 0 ? 2 : 0;
  const waiting = at === 29 ? 5 : 0;
  day.registered = count;
  day.kinds = {
    accepted: count - held - waiting - 4,
    waiting,
    sending: at === 29 ? 1 : 0,
    held,
    'discarded.duplicate': at % 6 === 0 ? 1 : 0,
    'discarded.test': at % 9 === 0 ? 1 : 0,
    corrected: at % 4 === 0 ? 1 : 0,
    moved: at === 11 ? 3 : 0,
    erased: at === 17 ? 1 : 0,
  };
  day.operators = [
    { operatorId: '2392313', count: Math.ceil(count / 2) },
    { operatorId: '2392314', count: Math.floor(count / 3) },
    { operatorId: '7001', count: 2 },
    { operatorId: null, count: at === 2 ? 1 : 0 },
  ];
  day.hours = Array.from({ length: 24 }, (_, hour) => hour < 9 || hour > 21 ? 0 : 1 + ((hour * 5 + at) % 6));
  day.waits = isQuiet
    ? { half: null, nearlyAll: null }
    : { half: at % 8 === 0 ? 20 : 2, nearlyAll: at === 12 ? Infinity : at % 8 === 0 ? 10800 : 10 };
}`;

/** One of each reason, in the days before this moment; each way in which one ends is among them. */
function outagesUntil(now: number): Outage[] {
  return OUTAGE_REASONS.map((reason, at): Outage => {
    const isLast = at === OUTAGE_REASONS.length - 1;
    const length = isLast ? 3 * MINUTE : (at + 1) * 47 * MINUTE;
    const from = isLast ? now - length : now - (27 - 3 * at) * 24 * HOUR - 2 * HOUR;
    return { from, length, reason, ending: isLast ? 'lasting' : at === 2 ? 'unseen' : 'over' };
  });
}

/** A till with a month behind it, at its overview. */
export async function openOverview(page: Page, preview: PreviewTill): Promise<void> {
  const now = await page.evaluate<number>('Date.now()');
  await preview.till(
    `${FILL} memoryTill.manager.overview.outages = ${JSON.stringify(outagesUntil(now))}`,
  );
  await openManager(page, 'overview');
  await shown(page, 'overview');
  await page.until(`document.querySelectorAll('[data-testid=chart-area] svg').length === 5`);
}

export const OVERVIEW_STATES: readonly State[] = [
  {
    name: 'today and the last 30 days, as charts',
    reach: openOverview,
    next: {
      'at the charts further down': async (page) => {
        await page.evaluate(
          `document.querySelector('[data-testid=overview-waits]').scrollIntoView()`,
        );
      },
      'as tables': async (page) => {
        await page.evaluate(`document.querySelector('.manager-part').scrollTo(0, 0)`);
        await page.click('overview-view');
        await shown(page, 'overview-waits-rows');
      },
      'nothing could be printed': async (page, preview) => {
        await preview.till('memoryTill.manager.overview.canPrint = false');
        await page.click('overview-print');
        await said(page, 'overview-print-failure');
      },
    },
  },
  {
    name: 'today and the last 30 days, on which nothing was',
    reach: async (page) => {
      await openManager(page, 'overview');
      await page.until(`document.querySelectorAll('.overview .manager-empty').length === 5`);
    },
  },
];
