import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { DRAFT, FIRST, lookedAt, registerOn, startOn } from '../../testing/tills/copiedTill.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { COMPUTER_FILE } from './computerFile.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

test.each([
  ...['EBUSY', 'EIO', 'EAGAIN', 'ENODEV', 'ENXIO'],
  ...['ESTALE', 'EHOSTDOWN', 'ENOTCONN', 'ECONNRESET', 'UNKNOWN'],
])(
  'a till whose record of its computer the disk does not give at once is on its own computer all the same: nobody is asked, and the form of before is there (%s)',
  async (code) => {
    const folder = await freshFolder();
    const first = await startOn(FIRST, folder);
    await registerOn(first, 1);
    await first.calls.keepDraft(DRAFT);
    const { installation } = first.till.computer;
    await first.stop();
    const letGo = refuseToRead(join(folder, COMPUTER_FILE), code);
    const clock = new VirtualClock();
    const { till, calls, stop } = await startOn(async () => FIRST, folder, { clock });
    letGo();
    await lookedAt(till, clock);
    expect(till.computer).toMatchObject({ standing: 'ours', question: null, installation });
    expect(await calls.getDraft(null)).toMatchObject({ value: { requestId: DRAFT.requestId } });
    await stop();
  },
  30_000,
);
