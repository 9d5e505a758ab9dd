import { expect, test } from 'vitest';
import { freshFolder, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { OtherProgramError } from '../files/otherProgramError.ts';
import { describeOutbox } from '../outbox/describeOutbox.ts';
import { trayState } from './trayState.ts';

test('a till that has lost its folder to another PC sends nothing, and the tray says so', async () => {
  let isLost = false;
  let sent = 0;
  const hold = {
    get isSure() {
      return !isLost;
    },
    confirm: async () => {
      if (isLost) throw new OtherProgramError('PC-2');
    },
    isFromElsewhere: false,
    get warning() {
      return isLost ? { code: 'store.other-program' as const, detail: 'PC-2' } : null;
    },
  };
  const { till, calls, clock } = await startTill(await freshFolder(), {
    hold,
    isSending: true,
    post: async () => {
      sent += 1;
      throw new Error('away');
    },
  });
  await clock.pass(1_000);
  expect(await calls.registerMember(registration('a'.repeat(32), '13812346520'))).toMatchObject({
    ok: true,
  });
  isLost = true;
  till.replayer.wake('send-now');
  const before = sent;
  for (let minutes = 0; minutes < 120; minutes += 1) await clock.pass(60_000);
  expect(sent).toBe(before);
  const warnings = till.hold.warning === null ? [] : [till.hold.warning];
  const state = trayState(describeOutbox(till.outbox, till.replayer, warnings));
  expect(state).toMatchObject({ sign: 'stopped', waiting: 1, isStopped: true });
});
