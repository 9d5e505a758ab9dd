import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import { CONSENT, MoveDesk } from '../../testing/tills/moveDesk.ts';
import { accepted, ReplayTill, refusedConnection } from '../../testing/tills/replayTill.ts';

const MOBILE = '13800138000';
const MINUTE = 60_000;
const nameOf = (id: string) => Number(id);

/** Which saves take effect, in their order, at both tills. */
const effects: string[] = [];
const takesEffect = (at: string) => (id: string) => {
  effects.push(`${nameOf(id)} ${at}`);
  return accepted('7');
};

test('what goes into a file overtakes no earlier save of its person that stays: after a full disk, one whose answer is still to be stored', async () => {
  effects.length = 0;
  const desk = await MoveDesk.set();
  try {
    const till = await new ReplayTill().start();
    let answer: (response: GatewayResponse) => void = () => {};
    till.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    // The customer, and right after that his correction: it waits for the first one.
    await till.register(1, MOBILE, CONSENT);
    await till.clock.pass(100);
    await till.register(2, MOBILE, CONSENT, 1);
    // Somebody else, who goes.
    await till.register(3, '13900139000', CONSENT);
    // The line breaks before the form has left, while the disk is full for ten minutes.
    till.store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    till.answer = () => refusedConnection;
    answer(refusedConnection);
    await till.clock.pass(10 * MINUTE);
    till.store.refusal = null;
    // There is space again; the manager moves the queue to another till.
    const move = desk.moving(till);
    const moving = desk.carryOut(move, 'export');
    for (let second = 0; second < 60; second += 1) {
      await till.clock.pass(1_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await moving).toBeNull();
    expect(move.question?.report).toMatchObject({ saves: 1, left: 2 });
    move.close();
    // The other till is online, and sends at once.
    const other = await new ReplayTill().start();
    other.clock.jump(till.clock.now() - other.clock.now());
    other.answer = takesEffect('there');
    const importing = desk.moving(other);
    expect(await desk.carryOut(importing, 'import')).toBeNull();
    await other.clock.pass(MINUTE);
    // Later this one finds its gateway again.
    till.answer = takesEffect('here');
    till.replayer.wake('network');
    await till.clock.pass(30 * MINUTE);
    expect(effects).toEqual(['3 there', '1 here', '2 here']);
  } finally {
    await desk.clear();
  }
});
