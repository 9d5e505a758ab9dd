import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { refuseAsWell, refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { save, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { LostCall } from '../gateway/line.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

test.each([
  ['nobody may open', refuseAsWell],
  ['has a folder with the name of its mark', (path: string) => mkdir(join(path, 'all-known.json'))],
])(
  'a till whose mark is never given sends what waited, and says why that is in doubt, also beside a folder that was taken in and that %s',
  async (_what, spoil) => {
    const { folder, start, till } = await tillOfLostKey();
    await save(till.till, 1);
    await till.stop();
    const taken = join(folder, 'aside-2026-11-20T00-00-00-000Z.taken');
    await mkdir(taken);
    await spoil(taken);
    refuseToRead(`${folder}.mark`, 'EIO');
    const post = vi.fn(() => Promise.reject(new LostCall('err_connection_refused', false)));
    const next = await start({ isSending: true, post });
    await vi.waitFor(async () => {
      await next.clock.pass(1_000);
      expect(post).toHaveBeenCalled();
    }, 10_000);
    expect(next.codes()).toContain('store.mark-unread');
    const [one] = next.till.outbox.saves.values();
    expect(one?.firstUnknownAt).toEqual(expect.any(Number));
    await next.stop();
  },
  30_000,
);
