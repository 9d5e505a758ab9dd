import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { fileOf } from '../../testing/tills/fileOf.ts';
import { CONSENT } from '../../testing/tills/hostileQueue.ts';
import {
  accepted,
  account,
  errorAnswer,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import type { MovedQueue } from './movedQueue.ts';
import { takeOverQueue } from './takeOverQueue.ts';

const MINUTE = 60_000;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

/** The network stack had sent it before, and that one may have taken effect. */
const second: GatewayResponse = {
  ...errorAnswer(7, 'accesscontrol.limited-by-app-access-count'),
  mayBeSecond: true,
};

/** What may have taken effect, and how many others are answered so as well. */
const said: [string, GatewayResponse, number][] = [
  ['silence', lostAnswer, 0],
  ['a quota, the second time that the network stack has sent it', second, 0],
  ['a code that nobody knows, as everybody is', errorAnswer(15), 12],
];

async function takenOver(till: ReplayTill, queue: MovedQueue): Promise<void> {
  till.isMoving = () => true;
  await takeOverQueue(till.outbox, queue);
  till.isMoving = () => false;
}

const waysHome = ['the app comes back', 'the manager lets it go on'] as const;

test.each(waysHome.flatMap((way) => said.map((one) => [way, ...one] as const)))(
  'what is held for its app waits for the manager where a later one of its person was sent since: %s, and that was answered with %s',
  async (way, _, answer, others) => {
    const till = await new ReplayTill().start();
    const effects: string[] = [];
    till.answer = () => refusedConnection;
    await till.register(1, MOBILE);
    await till.clock.pass(MINUTE);
    const present = (appKey: string) => {
      till.account = { ...account, appKey };
      till.replayer.wake('settings');
    };
    present('another');
    await till.clock.pass(MINUTE);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app' });
    const carriedOut = (id: string, response: GatewayResponse) => {
      effects.push(id);
      return response;
    };
    till.answer = (id) => carriedOut(id, answer);
    for (let other = 0; other < others; other += 1) await till.register(100 + other);
    till.replayer.wake('send-now');
    await till.clock.pass(5 * MINUTE);
    await till.register(2, MOBILE);
    for (let tries = 0; tries < 40 && !effects.includes(idOf(2)); tries += 1) {
      till.replayer.wake('send-now');
      await till.clock.pass(15_000);
    }
    await till.clock.pass(100);
    expect(effects).toContain(idOf(2));
    present('third');
    await till.clock.pass(MINUTE);
    expect(till.state(2)).toMatchObject({ state: 'held', heldReason: 'other-app' });
    till.answer = (id) => carriedOut(id, accepted('7'));
    const { apps } = till.outbox;
    const first = apps.otherApps().find(({ app }) => app === till.state(1)?.app);
    if (way === 'the app comes back') present(account.appKey);
    else if (first !== undefined) await apps.goOn(first);
    await till.clock.pass(60 * MINUTE);
    expect(effects).not.toContain(idOf(1));
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  },
);

test.each(said.slice(0, 2))(
  'what comes home waits for the manager where a later one that left with it was sent from here by his word, and answered with %s',
  async (_, answer) => {
    const till = await new ReplayTill().start();
    till.answer = () => refusedConnection;
    await till.register(1, MOBILE, CONSENT);
    await till.register(2, MOBILE, CONSENT);
    await till.clock.pass(MINUTE);
    const file = await fileOf(till);
    expect(file.saves).toHaveLength(2);
    await till.outbox.decisions.requeue(idOf(2));
    const before = till.sent.length;
    till.answer = () => answer;
    till.replayer.wake('send-now');
    await till.clock.pass(500);
    expect(till.sent.slice(before).map(({ requestId }) => requestId)).toContain(idOf(2));
    await fileOf(till);
    expect(till.state(2)).toMatchObject({ state: 'discarded', closedReason: 'moved' });
    till.answer = () => accepted('7');
    await takenOver(till, file);
    till.replayer.wake('answer');
    await till.clock.pass(40 * MINUTE);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'late-import' });
  },
);

test.each(said.slice(0, 2))(
  'no file closes a save of this till that went to no other one by saying that it corrects it, also where that was answered with %s',
  async (_, answer) => {
    const [till, stranger] = [await new ReplayTill().start(), await new ReplayTill().start()];
    till.answer = () => answer;
    await till.register(1, MOBILE, CONSENT);
    await till.clock.pass(100);
    expect(till.state(1)).toMatchObject({ lentAt: null, firstUnknownAt: expect.any(Number) });
    stranger.answer = () => refusedConnection;
    await stranger.register(9, '13900009999', CONSENT, 1);
    await stranger.clock.pass(100);
    await takenOver(till, await fileOf(stranger));
    till.answer = (id) =>
      id === idOf(1) ? errorAnswer(50, 'isv.invalid-parameter') : accepted('7');
    till.replayer.wake('network');
    await till.clock.pass(5 * MINUTE);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'rejected' });
  },
);
