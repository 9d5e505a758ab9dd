import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { closedTill, wrongPins } from '../../testing/tills/closedTill.ts';
import { PIN } from '../../testing/tills/openedTill.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

/** How a disk says that it does not give a file now. */
const REFUSALS = ['EBUSY', 'EIO'];

test.each(REFUSALS)(
  'nobody begins a new queue without the PIN, also where the disk does not give the file of it when the question is asked (%s)',
  async (code) => {
    const { calls, folder, ask } = await closedTill();
    const before = await readdir(folder);
    const letGo = refuseToRead(join(folder, 'pin.json'), code);
    await ask();
    expect(await calls.getTill(null)).toMatchObject({ value: { closed: { needsPin: true } } });
    for (const pin of ['', PIN])
      expect(await calls.startNewQueue({ pin })).toEqual({
        ok: false,
        error: { code: 'pin.unread' },
      });
    expect(await readdir(folder)).toEqual(before);
    letGo();
    expect(await calls.startNewQueue({ pin: PIN })).toEqual({ ok: true, value: null });
  },
  30_000,
);

test.each(REFUSALS)(
  'a wrong try counts, and the right PIN is the right one, also where the file is held since the question was asked (%s)',
  async (code) => {
    const { calls, folder, ask } = await closedTill();
    await ask();
    const before = await readdir(folder);
    const [pin = ''] = await wrongPins(folder, 1);
    refuseToRead(join(folder, 'pin.json'), code);
    expect(await calls.startNewQueue({ pin })).toMatchObject({
      ok: false,
      error: { code: 'pin.wrong', triesLeft: 4 },
    });
    expect(await readdir(folder)).toEqual(before);
    expect(await calls.startNewQueue({ pin: PIN })).toEqual({ ok: true, value: null });
  },
  30_000,
);

test('a PIN that is there by the time of the answer is asked for, though none was known when the question was asked', async () => {
  const { calls, folder, ask } = await closedTill(false);
  await ask();
  expect(await calls.getTill(null)).toMatchObject({ value: { closed: { needsPin: false } } });
  await writeFile(join(folder, 'pin.json'), '{}');
  refuseToRead(join(folder, 'pin.json'));
  expect(await calls.startNewQueue({ pin: '' })).toMatchObject({ error: { code: 'pin.unread' } });
});
