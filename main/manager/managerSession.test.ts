import { expect, test } from 'vitest';
import { MANAGER_CALLS, type ManagerCallName } from '../../app/ipc/manager/managerCalls.ts';
import { freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { LONGEST_SESSION_MS, SESSION_IDLE_MS } from './managerSession.ts';

const NAMES = Object.keys(MANAGER_CALLS) as ManagerCallName[];
const ENDED = { ok: false, error: { code: 'session.ended' } };

async function openedManager() {
  const till = await startTill(await freshFolder());
  expect(await till.calls.openManager({ pin: PIN, operatorId: OPERATOR })).toMatchObject({
    ok: true,
  });
  const look = () => till.calls.listAudit({ group: null, search: '', offset: 0, limit: 10 });
  return { ...till, look };
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

test('a PIN that is still being checked when the page goes or the screen locks opens no session behind it', async () => {
  const { calls, session, look } = await openedManager();
  const opening = calls.openManager({ pin: PIN, operatorId: OPERATOR });
  session.close();
  expect(await opening).toEqual(ENDED);
  expect(await look()).toEqual(ENDED);
  expect(await calls.openManager({ pin: PIN, operatorId: OPERATOR })).toMatchObject({ ok: true });
  expect(await look()).toMatchObject({ ok: true });
});
