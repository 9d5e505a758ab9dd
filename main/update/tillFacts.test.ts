import { expect, test } from 'vitest';
import { mayFetch, mayInstall, QUIET_MS } from '../../app/update/mayUpdate.ts';
import type { Obstacle } from '../../app/update/updateCodes.ts';
import {
  freshFolder,
  OPERATOR,
  PIN,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { Activity, notedHandlers } from './activity.ts';
import { type FactsAround, tillFacts } from './tillFacts.ts';

const HOUR = 3_600_000;

/** An hour in which the shop is closed, whatever zone the tests run in; and one in which it is open. */
const hoursAround = (now: number) => {
  const at = (offset: number) => {
    const date = new Date(now + offset * HOUR);
    return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
  };
  return { closed: { from: at(2), to: at(-2) }, open: { from: at(-2), to: at(2) } };
};

/** A whole till whose chain has set an address, outside its opening hours. */
async function closedShop() {
  const updates = { url: 'https://updates.example.com' };
  const now = Date.UTC(2026, 10, 24, 4);
  const openingHours = hoursAround(now).closed;
  const opened = await startTill(await freshFolder(), {
    offer: { provision: { ...PROVISION, updates, openingHours }, isTrusted: false },
  });
  const { till, session, clock } = opened;
  const activity = new Activity(clock);
  const calls = notedHandlers(opened.calls, activity);
  const around: FactsAround & { sinceInput: () => number } = {
    ...{ never: null, session, activity },
    sinceInput: () => Number.POSITIVE_INFINITY,
  };
  const facts = () => tillFacts(till, around);
  const why = (): Obstacle | null => mayInstall(facts());
  return { ...opened, calls, facts, why, around };
}

test('a till that nobody has touched since it was started may be updated outside its opening hours', async () => {
  const { why, facts } = await closedShop();
  expect(facts()).toMatchObject({ isSet: true, isSure: true, isOurs: true, isDraining: false });
  expect(why()).toBe(null);
});

test('what the page asks by itself is nobody; a form that is typed, a member, any other call is somebody, for ten minutes', async () => {
  const { calls, why, clock } = await closedShop();
  await calls.getTill(null);
  await calls.getOutbox(null);
  await calls.getDraft(null);
  await calls.tellLocked({ isLocked: true });
  expect(why()).toBe(null);
  await calls.dropDraft(null);
  expect(why()).toBe('typing');
  await clock.pass(QUIET_MS);
  expect(why()).toBe(null);
  await calls.setSound({ isOn: true });
  expect(why()).toBe('in-use');
  await clock.pass(QUIET_MS);
  await calls.registerMember(registration('1'.repeat(32), '13800138000'));
  // It waits, and may be sent.
  expect(why()).toBe('draining');
});

test("the manager's page keeps it open until its session ends, and being looked at prolongs none", async () => {
  const { calls, why, clock, session, till } = await closedShop();
  expect((await calls.openManager({ pin: PIN, operatorId: OPERATOR })).ok).toBe(true);
  expect(why()).toBe('manager');
  for (let minute = 0; minute < 11; minute += 1) {
    await clock.pass(60_000);
    why();
  }
  expect(session.isOpen(till.settings.managerPin)).toBe(false);
  expect(why()).toBe(null);
});

test('a question in the window keeps it open', async () => {
  const { till, why } = await closedShop();
  till.moving.ask({ direction: 'export', file: '/queue' });
  expect(why()).toBe('asking');
});

test("nothing is fetched while the shop is open, also where only the gateway's clock says so", async () => {
  const { till, facts } = await closedShop();
  expect(mayFetch(facts())).toBe(null);
  const known = (offset: number) => {
    till.replayer.knownTime = () => Date.UTC(2026, 10, 24, 4) + offset;
  };
  known(0);
  expect(mayFetch(facts())).toBe(null);
  known(8 * HOUR);
  expect(mayFetch(facts())).toBe('open');
});

test('whoever touches the PC keeps it open', async () => {
  const { around, why } = await closedShop();
  around.sinceInput = () => QUIET_MS - 1;
  expect(why()).toBe('in-use');
});

test('a till that knows no settings is not updated', async () => {
  const { till } = await startTill(await freshFolder(), { offer: null });
  const activity = new Activity(till.clock);
  const session = { isOpen: () => false };
  const facts = tillFacts(till, { never: null, session, activity, sinceInput: () => 0 });
  expect(mayFetch(facts)).toBe('not-set');
});
