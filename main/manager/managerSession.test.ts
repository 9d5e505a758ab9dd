import { expect, test, vi } from 'vitest';
import { MANAGER_CALLS, type ManagerCallName } from '../../app/ipc/manager/managerCalls.ts';
import { freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { MOST_AT_ONCE } from '../ipc/manager/behindSession.ts';
import { LONGEST_SESSION_MS, SESSION_IDLE_MS } from './managerSession.ts';

const NAMES = Object.keys(MANAGER_CALLS) as ManagerCallName[];
const ENDED = { ok: false, error: { code: 'session.ended' } };

async function closedManager() {
  const till = await startTill(await freshFolder());
  const look = () => till.calls.listAudit({ group: null, search: '', offset: 0, limit: 10 });
  return { ...till, look };
}

async function openedManager() {
  const till = await closedManager();
  expect(await till.calls.openManager({ pin: PIN, operatorId: OPERATOR })).toMatchObject({
    ok: true,
  });
  return till;
}

test('no call of the manager is answered without a session, whatever it says', async () => {
  const { calls } = await startTill(await freshFolder());
  const all = calls as unknown as Record<string, (argument: unknown) => Promise<unknown>>;
  expect(NAMES.length).toBeGreaterThan(1);
  for (const name of NAMES)
    for (const argument of [null, { pin: PIN }, { operatorId: OPERATOR }])
      expect([name, await all[name]?.(argument)]).toEqual([name, ENDED]);
});

test('a wrong PIN opens none, nor does somebody whom the till does not know', async () => {
  const { calls } = await startTill(await freshFolder());
  expect(await calls.openManager({ pin: '0000', operatorId: OPERATOR })).toMatchObject({
    error: { code: 'pin.wrong' },
  });
  expect(await calls.openManager({ pin: PIN, operatorId: 'nobody' })).toMatchObject({
    error: { code: 'operator.unknown' },
  });
  expect(await calls.closeManager(null)).toEqual(ENDED);
});

test('opening it stands in the audit trail, and can be found there', async () => {
  const { look } = await openedManager();
  const list = await look();
  expect(list).toMatchObject({ ok: true, value: { isWhole: true } });
  expect(list.ok && list.value.rows[0]).toMatchObject({
    action: 'manager.opened',
    operatorId: OPERATOR,
  });
});

test('it ends some minutes after the last call, and each call begins them anew', async () => {
  const { look, clock } = await openedManager();
  for (let call = 0; call < 3; call += 1) {
    await clock.pass(SESSION_IDLE_MS - 1);
    expect(await look()).toMatchObject({ ok: true });
  }
  await clock.pass(SESSION_IDLE_MS);
  expect(await look()).toEqual(ENDED);
  expect(await look()).toEqual(ENDED);
});

test('however busy, nobody goes on for more than an hour on one PIN', async () => {
  const { look, clock } = await openedManager();
  for (let passed = 0; passed < LONGEST_SESSION_MS; passed += SESSION_IDLE_MS / 2)
    await Promise.all([look(), clock.pass(SESSION_IDLE_MS / 2)]);
  expect(await look()).toEqual(ENDED);
});

test('it ends with another PIN, by whatever way that came', async () => {
  const { look, till } = await openedManager();
  await till.settings.managerPin.set('135790');
  expect(await look()).toEqual(ENDED);
});

test('it ends by the word of whoever leaves it', async () => {
  const { look, calls } = await openedManager();
  await calls.closeManager(null);
  expect(await look()).toEqual(ENDED);
});

test('what would end it ends it also before it is there: a lock, a page that goes, another PIN', async () => {
  const { calls, session, till, look } = await closedManager();
  const opening = calls.openManager({ pin: PIN, operatorId: OPERATOR });
  // The screen is locked while the PIN is looked at.
  session.close();
  expect(await opening).toEqual(ENDED);
  expect(await look()).toEqual(ENDED);
  // Somebody gives up while it is looked at.
  const givenUp = calls.openManager({ pin: PIN, operatorId: OPERATOR });
  expect(await calls.closeManager(null)).toEqual(ENDED);
  expect(await givenUp).toEqual(ENDED);
  expect(await look()).toEqual(ENDED);

  const { audit, settings } = till;
  const owe = audit.owe.bind(audit);
  vi.spyOn(audit, 'owe').mockImplementationOnce(async (entry) => {
    await settings.managerPin.set('135790');
    return owe(entry);
  });
  expect(await calls.openManager({ pin: PIN, operatorId: OPERATOR })).toEqual(ENDED);
  expect(await look()).toEqual(ENDED);
  expect(await calls.openManager({ pin: '135790', operatorId: OPERATOR })).toMatchObject({
    ok: true,
  });
});

test('what the page asks by itself, again and again, keeps nobody in it', async () => {
  const { calls, clock, look } = await openedManager();
  for (let passed = 0; passed < SESSION_IDLE_MS; passed += SESSION_IDLE_MS / 10) {
    await calls.listBulkRuns(null);
    await calls.getTransferProgress(null);
    await clock.pass(SESSION_IDLE_MS / 10);
  }
  expect(await calls.listBulkRuns(null)).toEqual(ENDED);
  expect(await look()).toEqual(ENDED);
});

test('no more of its calls are worked on at once than any page makes, so that a page gone wild holds up no customer', async () => {
  const { calls, till, look } = await openedManager();
  const read = till.audit.read.bind(till.audit);
  let [reading, most] = [0, 0];
  vi.spyOn(till.audit, 'read').mockImplementation(async () => {
    reading += 1;
    most = Math.max(most, reading);
    const found = await read();
    reading -= 1;
    return found;
  });
  const answers = await Promise.all(Array.from({ length: 200 }, look));
  const codes = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code])));
  expect([most, [...codes]]).toEqual([MOST_AT_ONCE, ['request.refused']]);
  expect(await look()).toMatchObject({ ok: true });
  // Whoever leaves is heard all the same.
  const [, left] = await Promise.all([
    Promise.all(Array.from({ length: 200 }, look)),
    calls.closeManager(null),
  ]);
  expect(left).toEqual({ ok: true, value: null });
});
