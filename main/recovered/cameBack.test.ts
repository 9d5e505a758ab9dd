import { expect, test } from 'vitest';
import { SET_UP, save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { writeRecoveryRecord } from './recoveryRecord.ts';

const PERSON = { mobile: '13800138001' };

test.each([
  ['at the start that heeds it', false],
  ['at a later start', true],
])(
  'what comes out of a folder %s goes not by itself in front of a queue that the chain has recovered: the newer may have been sent elsewhere',
  async (_, isLater) => {
    const { folder, store, till, start, loseKey } = await tillOfLostKey();
    await save(till.till, 1, PERSON);
    await till.stop();
    await loseKey();
    const since = await start({ offer: SET_UP });
    await save(since.till, 2, PERSON);
    await since.stop();
    await writeRecoveryRecord(folder, { at: since.clock.now(), lastSequence: 2 });
    if (isLater) await (await start()).stop();
    store.isClosed = false;
    const back = await start();
    expect(stateOf(back.till, 1)).toBe('late-import');
    expect(stateOf(back.till, 2)).toBe('pending');
  },
);
