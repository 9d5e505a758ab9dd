import { expect, test } from 'vitest';
import { platformApp } from '../../app/gateway/platformApp.ts';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import {
  accepted,
  account,
  errorAnswer,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import { takeOverQueue } from '../outbox/takeOverQueue.ts';
import { breathe } from './breathe.ts';
import { foreseeMovable, packMovable } from './movable.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const OTHER = '13900002222';
const idOf = (number: number) => String(number).padStart(32, '0');

/** Two tills: a call of the first one's arrives eight minutes after it was given up; nothing else gets through from there. */
async function twoTills() {
  const [there, here] = [await new ReplayTill().start(), await new ReplayTill().start()];
  /** Each id takes effect once. */
  const effects: string[] = [];
  const takesEffect = (id: string) => {
    if (!effects.includes(id)) effects.push(id);
  };
  const keepsCalls = (answer = lostAnswer) => {
    there.answer = (id, attempt) => {
      if (attempt > 1 && answer === lostAnswer) return refusedConnection;
      there.clock.after(8 * MINUTE, () => takesEffect(id));
      return answer;
    };
  };
  here.answer = (id) => {
    takesEffect(id);
    return accepted('7');
  };
  const pass = (ms: number) => Promise.all([here.clock.pass(ms), there.clock.pass(ms)]);
  const comes = async () => {
    const file = await fileOf(there);
    await takeOverQueue(here.outbox, file);
    here.replayer.wake('answer');
    return file.saves.length;
  };
  keepsCalls();
  await there.register(1, MOBILE, CONSENT);
  return { there, here, effects, pass, comes, keepsCalls };
}

type Tills = Awaited<ReturnType<typeof twoTills>>;

/** Why the first one is sent no more from there. */
const ways: Record<string, (tills: Tills) => Promise<unknown>> = {
  'was discarded': async ({ there }) => there.outbox.decisions.discard(idOf(1), 'manager'),
  'was erased': async ({ there }) => there.outbox.erasing.erase([idOf(1)], async () => true),
  'went in another file': async ({ there }) => fileOf(there),
};

test.each(Object.entries(ways))(
  'the newer data of somebody whose call is on the way still go into no file, and are sent behind it: that one %s',
  async (_, ends) => {
    const tills = await twoTills();
    const { there, effects, pass, comes } = tills;
    await pass(MINUTE);
    expect(there.state(1)?.state).toBe('pending');
    await ends(tills);
    there.answer = () => refusedConnection;
    await there.register(2, MOBILE, CONSENT);
    await there.register(3, OTHER, CONSENT);
    await pass(1_000);
    const { stays } = await foreseeMovable(there.outbox, breathe());
    expect(stays).toMatchObject({ underWay: 1, refused: 0, samePerson: 0 });
    expect(await comes()).toBe(1);
    await pass(20 * MINUTE);
    expect(effects).toEqual([idOf(3), idOf(1)]);
    expect(await comes()).toBe(1);
    await pass(MINUTE);
    expect(effects).toEqual([idOf(3), idOf(1), idOf(2)]);
  },
);

test('what a cashier corrects after five undecidable answers goes into no file before no call of the original can arrive', async () => {
  const { there, effects, pass, comes, keepsCalls } = await twoTills();
  keepsCalls(errorAnswer(15));
  await pass(MINUTE);
  expect(there.state(1)).toMatchObject({ state: 'held', heldReason: 'undecidable' });
  there.answer = () => refusedConnection;
  await there.register(2, MOBILE, CONSENT, 1);
  await pass(1_000);
  expect(await comes()).toBe(0);
  await pass(21 * MINUTE);
  expect(await comes()).toBe(1);
  await pass(MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('what is held with newer data of the same person behind it stays as well, and alone it goes: its call says the same', async () => {
  const { there, pass, keepsCalls } = await twoTills();
  keepsCalls(errorAnswer(15));
  await pass(MINUTE);
  const packed = () => packMovable(there.outbox);
  expect(packed()).toMatchObject({ requestIds: [idOf(1)], staying: 0 });
  there.answer = () => refusedConnection;
  await there.register(2, MOBILE, CONSENT);
  await pass(1_000);
  expect(packed()).toMatchObject({ requestIds: [], stays: { underWay: 1, samePerson: 1 } });
  await pass(21 * MINUTE);
  expect(packed()).toMatchObject({ requestIds: [idOf(1), idOf(2)], staying: 0 });
});

test.each([true, false])(
  'so it is behind what the run before had left in doubt, whether anything is sent yet: %s',
  async (isSending) => {
    const { there, pass } = await twoTills();
    await pass(MINUTE);
    there.answer = () => refusedConnection;
    await there.outbox.decisions.discard(idOf(1), 'manager');
    const again = new ReplayTill(there.store);
    again.answer = gatewayAt(again, there.clock.now());
    again.clock.jump(MINUTE);
    again.isMoving = () => true;
    await again.start({ isSending });
    await again.register(2, MOBILE, CONSENT);
    const packed = () => packMovable(again.outbox).requestIds;
    expect(packed()).toEqual([]);
    await again.clock.pass(21 * MINUTE);
    expect(packed()).toEqual([idOf(2)]);
  },
);

test('what has gone on under another app goes into no file before its call for the app of before can arrive: no other till knows of that', async () => {
  const { there, here, effects, pass, comes } = await twoTills();
  const app = { ...account, appKey: 'k2' };
  await pass(MINUTE);
  there.account = app;
  there.replayer.wake('settings');
  await pass(1_000);
  expect(there.state(1)?.heldReason).toBe('other-app');
  there.answer = () => refusedConnection;
  const gone = await there.outbox.apps.goOn({ brandId: '1', app: platformApp(account) });
  expect(gone).toEqual({ bound: 1, going: 1 });
  here.account = app;
  expect(await comes()).toBe(0);
  await pass(25 * MINUTE);
  expect(effects).toEqual([idOf(1)]);
  expect(await comes()).toBe(1);
});
