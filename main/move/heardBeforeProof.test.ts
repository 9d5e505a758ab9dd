import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, id } from '../../testing/tills/boundTill.ts';
import { CONSENT, MoveDesk } from '../../testing/tills/moveDesk.ts';
import { gatewayAt, lostAnswer, refusedConnection } from '../../testing/tills/replayTill.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

const MINUTE = 60_000;

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

/** An export during which it is heard, with a good disk or with a full one. */
function exported(isFull: boolean) {
  return async (hear: () => Promise<unknown>) => {
    const write: QueueFiles['write'] = async (...given) => {
      await hear();
      if (isFull) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return queueFiles.write(...given);
    };
    const ended = await desk.carryOut(desk.moving(desk.from, { write }), 'export');
    expect(ended).toBe(isFull ? 'move.not-written' : 'move.decided-meanwhile');
  };
}

async function afterLostCall(hear: () => Promise<unknown>) {
  const { from } = desk;
  from.answer = () => lostAnswer;
  from.replayer.wake('send-now');
  await from.clock.pass(5 * MINUTE);
  from.answer = () => refusedConnection;
  const heard = hear();
  await from.clock.pass(MINUTE);
  await heard;
}

test.each([
  ['while a file was written that was removed again', exported(false)],
  ['while a file was written for which there was no space', exported(true)],
  ['after a lost call', afterLostCall],
])(
  'a doubt that is heard %s is made no younger by the next answer that proves the time',
  async (_, around) => {
    const { from } = desk;
    const answers = gatewayAt(from, from.clock.now());
    await from.register(4, undefined, CONSENT);
    await from.clock.pass(MINUTE);
    const since = from.clock.now() - 14 * HOUR;
    await around(() => from.outbox.returning.doubtRecovered({ at: since, lastSequence: 9 }));
    // Whoever is new is answered, which proves the time; nobody else is reached.
    from.answer = (one) => ([1, 2, 4].map(id).includes(one) ? refusedConnection : answers());
    await from.register(90, undefined, CONSENT);
    from.replayer.wake('send-now');
    await from.clock.pass(12 * MINUTE);
    expect(from.replayer.knownTime()).not.toBe(null);
    expect(from.outbox.saves.find(id(4))?.firstUnknownAt).toBeLessThanOrEqual(since);
    await from.clock.pass(11 * HOUR);
    from.answer = answers;
    from.sent.length = 0;
    from.replayer.wake('send-now');
    await from.clock.pass(HOUR);
    expect(from.sent.map(({ requestId }) => requestId)).not.toContain(id(4));
    expect(from.state(4)).toMatchObject({ state: 'held', heldReason: 'stale' });
  },
);
